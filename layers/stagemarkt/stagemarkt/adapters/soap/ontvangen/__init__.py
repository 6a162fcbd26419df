"""What SBB sends to us: `MutatieErkenning`, read strictly, and answered."""
