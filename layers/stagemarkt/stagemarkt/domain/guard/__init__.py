"""What stands before each call to SBB: circuit breakers, rate limits, and what the end of a call says."""
