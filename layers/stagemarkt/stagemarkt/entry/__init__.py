"""The ways in that are not the API: SBB's messages, queues, and an operator's events."""
