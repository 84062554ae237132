"""What law and village agreed: tables and pure functions, standard library only."""
