"""The facade's own HTTP API, as any caller uses it."""
