"""The fast path: rules as Python source that says true, false or undecided."""
