"""What a difference breaks here, and where to change it."""
