"""The intake's front at home: ends mutual TLS as API Gateway does on a domain, and invokes the function.

The emulated API Gateway knows no mutual TLS. So this stands in its place, and the function runs as deployed.
"""
