"""A failure told by the one that met it to those that wait for the same answer, and made a failure again."""

from collections.abc import Callable, Mapping
from typing import Final

from stagemarkt.model.errors import (
    AFGEWEZEN,
    ONBEKENDE_CODE,
    BerichtAfgewezen,
    BronAntwoordOngeldig,
    BronCertificaat,
    BroncodeOnbekend,
    Bronfout,
    BronLicentie,
    BronNietBeschikbaar,
    BronOverbelast,
    BronTimeout,
    Fout,
    InterneFout,
    OngeldigeInvoer,
    Signaal,
    Tekst,
    TeVeelResultaten,
)
from stagemarkt.ports.cache import Mislukking

_SOORTEN: Final[Mapping[str, Callable[..., Fout]]] = {
    AFGEWEZEN: BerichtAfgewezen,
    ONBEKENDE_CODE: BroncodeOnbekend,
} | {
    soort.code: soort
    for soort in (
        BronNietBeschikbaar,
        BronOverbelast,
        BronTimeout,
        BronAntwoordOngeldig,
        BronLicentie,
        BronCertificaat,
        TeVeelResultaten,
        InterneFout,
    )
}
_ONBEKEND: Final = BronNietBeschikbaar


def als_mislukking(fout: Fout, houder: str) -> Mislukking:
    """What those who wait may know of it: no more than the caller itself is told."""
    return Mislukking(
        houder=houder,
        code=fout.kenmerk,
        nl=fout.detail.nl,
        en=fout.detail.en,
        opnieuw_na=fout.opnieuw_na,
        signaalcode=None if fout.signaal is None else fout.signaal.signaalcode,
    )


def als_fout(mislukking: Mislukking) -> Fout:
    """The failure that it tells of. SBB's melding and message belong to who asked, and stay there."""
    code = mislukking.signaalcode
    signaal = None if code is None else Signaal(code, None, None)
    if mislukking.code == OngeldigeInvoer.code:
        return OngeldigeInvoer((), signaal=signaal)
    return _SOORTEN.get(mislukking.code, _ONBEKEND)(
        Tekst(mislukking.nl, mislukking.en),
        intern="met by another request",
        signaal=signaal,
        opnieuw_na=mislukking.opnieuw_na,
    )


def is_van_de_bron(fout: BaseException) -> bool:
    """Whether SBB, or the way to it, is out of order: not that it refuses this school."""
    return isinstance(fout, Bronfout) and not isinstance(fout, BronLicentie | BronCertificaat)
