"""A whole file of BPVOs, checked from a desk: read, asked in batches, written beside what it came from."""
