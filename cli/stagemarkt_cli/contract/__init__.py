"""A WSDL held against ours: reading it, comparing it, and saying what a difference breaks here."""
