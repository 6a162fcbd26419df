"""The operations of the portType Stagemarkt, a module each."""
