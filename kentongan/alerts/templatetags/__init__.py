"""What the templates of this room draw with."""
