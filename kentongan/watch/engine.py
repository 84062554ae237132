"""The office's only door to titir: what we heard goes in as arrays, and comes out as villages, days and chances."""
