"""The school's secret."""

from stagemarkt.model.school import Schoolgeheim


def test_geen_geheim_in_de_repr() -> None:
    """Whoever prints a school's secret sees its BRIN and OIN, not its licence, certificate or key."""
    tekst = repr(Schoolgeheim("25BE", "0000000700025BE00000", "LICENTIE", "CERTIFICAAT", "PRIVE"))
    assert "25BE" in tekst
    assert not [geheim for geheim in ("LICENTIE", "CERTIFICAAT", "PRIVE") if geheim in tekst]
