"""The stack of `make up`: what it was started with, what runs, and how it is started, stopped and told."""
