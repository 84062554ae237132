"""Meja piket: what waits for an answer, and one key for each answer."""
