"""What runs in the environment of the emulated AWS."""
