"""A stand-in for SBB's White Label Stagemarkt: the SOAP service, its PKI and its register.

It makes no claim about the live service beyond `contract/README.md`. Everything in its
register is invented, except crebos, keuzedelen, towns and postcodes.
"""
