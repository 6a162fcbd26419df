"""What a caller can ask: identificatie, verificatie, detailgegevens and zoeken."""
