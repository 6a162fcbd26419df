"""Stories at the simulated SBB, that a vendor builds against; and the examination of a receiver."""
