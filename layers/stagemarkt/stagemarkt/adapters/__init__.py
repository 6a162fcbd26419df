"""Adapters: the only code that speaks SOAP, HTTP or AWS. Each keeps one port's promise."""
