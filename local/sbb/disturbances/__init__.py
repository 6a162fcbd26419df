"""Faults on demand: what a live service does wrong, done wrong here when asked."""
