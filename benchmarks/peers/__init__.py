"""Engines that a user could pick instead, each with an expert's encoding of the same rows."""
