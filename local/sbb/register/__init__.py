"""The register of the simulated SBB: leerbedrijven, erkenningen, leerplaatsen; all made up."""
