"""What templates of this room draw with."""
