"""Stagemarkt Facade: what its Lambda functions share.

The house has one way through it: handler -> web -> domain -> ports <- adapters, over the nouns in
`model`; `composition` ties each function's ports to its adapters, `settings` reads the environment.
"""

# The version of the API and of the package: one number, sent as `API-Version` on every response.
__version__ = "1.0.0"
