"""The way of a mutatie: taken in, fanned out, delivered, tried again."""
