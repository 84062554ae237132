"""What can be typed for the logbook."""
