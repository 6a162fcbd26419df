"""Stagemarkt Facade: what its Lambda functions share."""
