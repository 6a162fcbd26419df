"""Decisions as pure functions with `now` passed in, and the few steps that tie them to the ports."""
