"""Engines: what turns a model and the facts of an event into results."""
