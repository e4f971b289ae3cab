"""What an editor asks about a base: diagnostics, hover, completion, definition, references, rename, lenses."""
