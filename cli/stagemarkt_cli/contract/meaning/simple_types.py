"""XML Schema's own types by what they are to us."""

from typing import Final

_NUMERICS: Final = (
    "byte short int long integer positiveInteger nonNegativeInteger unsignedInt decimal double float"
)
_NATURES: Final = {
    "xs:string": "tekst",
    "xs:date": "datum",
    "xs:dateTime": "moment",
    "xs:boolean": "ja of nee",
    **dict.fromkeys((f"xs:{name}" for name in _NUMERICS.split(" ")), "getal"),
}


def nature(basis: str | None) -> str | None:
    """`tekst`, `getal`, `datum`, `moment` or `ja of nee`; None for anything else."""
    return _NATURES.get(basis or "")
