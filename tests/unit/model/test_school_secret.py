"""The school's secret."""

from stagemarkt.model.school import Schoolgeheim


def test_geen_geheim_in_de_repr() -> None:
    """Whoever prints a school's secret sees its BRIN and OIN, not its licence, certificate or key."""
    tekst = repr(Schoolgeheim("99XX", "0000000700099XX00000", "LICENTIE", "CERTIFICAAT", "PRIVE"))
    assert "99XX" in tekst
    assert not [geheim for geheim in ("LICENTIE", "CERTIFICAAT", "PRIVE") if geheim in tekst]
