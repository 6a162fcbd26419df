"""A receiver of webhooks at home: verifies, prints, and misbehaves on demand. Never shipped."""
