"""The small PKI at home: a CA, certificates that are right, and certificates that are not."""
