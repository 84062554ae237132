"""Keeping the house: prepare, start and stop, the loop, copies, and refusing to start unsafe."""
