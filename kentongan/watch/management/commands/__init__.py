"""Commands of the drill room."""
