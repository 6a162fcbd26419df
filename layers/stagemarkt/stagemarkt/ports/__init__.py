"""Ports: what the domain needs from outside, in the words of the domain."""
