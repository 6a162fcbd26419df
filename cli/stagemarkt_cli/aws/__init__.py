"""AWS, or the emulated one of `make up`: finding a deployed stack and speaking to its services."""
