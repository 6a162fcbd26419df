"""The school's secret."""

from stagemarkt.model.school import SchoolSecret


def test_no_secret_in_the_repr() -> None:
    """Whoever prints a school's secret sees its BRIN and OIN, not its licence, certificate or key."""
    text = repr(SchoolSecret("99XX", "0000000700099XX00000", "LICENTIE", "CERTIFICAAT", "PRIVE"))
    assert "99XX" in text
    assert not [secret for secret in ("LICENTIE", "CERTIFICAAT", "PRIVE") if secret in text]
