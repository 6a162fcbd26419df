"""The nouns of the field: leerbedrijven, erkenningen, schools, their codes and what can go wrong."""
