"""SBB by SOAP: `transport` moves bytes, `envelop` wraps and unwraps, `sbb` knows the operations."""
