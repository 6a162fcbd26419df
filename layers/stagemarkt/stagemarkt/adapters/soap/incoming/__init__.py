"""What SBB sends to us: `MutatieErkenning`, read as answers are, and answered."""
