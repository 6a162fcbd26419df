"""What differs between two contracts. Pure: no files, no network, nothing of how it is shown."""
