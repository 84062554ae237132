"""Offices, posts, terms, teams, jurisdiction; the one policy table."""
