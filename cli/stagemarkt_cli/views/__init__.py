"""How things are shown: tables for people, JSON for programs."""
