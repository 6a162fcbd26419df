"""Deploys to the emulated AWS, and does what an operator does afterwards."""
