"""What the end of a call says: of SBB, and of the school on whose behalf it was made."""

from typing import Final, Literal, NamedTuple

from stagemarkt.model.errors import (
    BerichtAfgewezen,
    BronAntwoordOngeldig,
    BronCertificaat,
    BroncodeOnbekend,
    BronLicentie,
    BronNietBeschikbaar,
    BronOverbelast,
    BronTimeout,
    CodeOnbekend,
    LeerbedrijfOnbekend,
    OngeldigeInvoer,
    ResourceOnbekend,
    SchoolcertificaatOngeschikt,
    TeVeelResultaten,
)

Teken = Literal["goed", "mis", "niets"]


class Uitkomst(NamedTuple):
    """What a call says of SBB and of its school.

    Attributes:
        bron, school: of each, whether that is good, bad or nothing; of SBB also that it answers, and does not
            take what this facade sends.
        code: of the failure (its `kenmerk`), when there is one.
        rust: for how many seconds SBB itself asks to be left alone.
    """

    bron: Teken | Literal["afgewezen"]
    school: Teken
    code: str = ""
    rust: float = 0.0


GOED: Final = Uitkomst("goed", "goed")
_NIETS: Final = Uitkomst("niets", "niets")


def uitkomst_van(fout: BaseException, *, eerlijk: bool = True) -> Uitkomst:  # noqa: PLR0911 - a table
    """What a call that raised `fout` says; `eerlijk` is whether it had the time that SBB may take.

    A refused licence, or a certificate that does not go with it, is an answer of SBB about one school. A
    certificate that is refused at the door says nothing of what is behind it. That SBB's own certificate is
    not trusted here strikes every school. A message that SBB will not take is a fault of ours, and no reason
    to ask it less; a code of SBB that nobody knows is no sign of anything.
    """
    match fout:
        case BronTimeout() if not eerlijk:
            return _NIETS
        case BerichtAfgewezen():
            return Uitkomst("afgewezen", "niets", fout.kenmerk)
        case BroncodeOnbekend():
            return _NIETS
        case BronLicentie() | SchoolcertificaatOngeschikt():
            return Uitkomst("niets" if fout.signaal is None else "goed", "mis", fout.code)
        case (
            BronNietBeschikbaar()
            | BronTimeout()
            | BronOverbelast()
            | BronAntwoordOngeldig()
            | BronCertificaat()
        ):
            return Uitkomst("mis", "niets", fout.code, fout.rust or 0.0)
        case (
            LeerbedrijfOnbekend()
            | CodeOnbekend()
            | ResourceOnbekend()
            | TeVeelResultaten()
            | OngeldigeInvoer()
        ):
            return GOED
        case _:
            return _NIETS
