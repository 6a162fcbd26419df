"""What this facade does with the contract, read from its own code, so that the answer does not age."""
