"""The commands, a module per group: each reads its arguments, asks, and shows."""
