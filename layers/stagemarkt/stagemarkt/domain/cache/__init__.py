"""Kept answers: looked up, fetched once for many, judged, refreshed, and kept no longer than may be."""
