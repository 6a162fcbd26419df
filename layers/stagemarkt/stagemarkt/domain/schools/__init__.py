"""How the schools stand with SBB: certificates, licences, subscriptions, and what an operator hears."""
