"""What the functions see of SBB while they ask it, told to each other; and what that says of SBB."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeVar, assert_never

from stagemarkt.domein.uitkomst import Uitkomst
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.poorten.bewaking import Priority, Requester
from stagemarkt.poorten.waarnemingen import Waarneming, Waarnemingen

if TYPE_CHECKING:
    from stagemarkt.model.erkenning import Erkenningsgegevens
    from stagemarkt.model.leerbedrijf import Leerbedrijf
    from stagemarkt.model.leerplaats import Leerplaats
    from stagemarkt.model.vragen import Erkenningsvraag, Identificatievraag, Zoekvraag
    from stagemarkt.poorten.resultaten import Bladzij, Details, ErkendBedrijf
    from stagemarkt.poorten.sbb import Sbb
    from stagemarkt.poorten.termijn import Termijn

# Success is told at most this often (seconds), failure at once: a write per request would cost more
# than it tells.
TUSSENTIJD: Final = 30
# After this many seconds without a sign of life nobody knows.
GELDIG: Final = 120

Bronstatus = Literal["in-orde", "storing", "onbekend"]
# What SBB may have at an address of its own.
Dienst = Literal["identificeren", "verifieren", "detailleren", "zoeken"]
T = TypeVar("T")


def beoordeel_bron(gezien: Waarneming, nu: int) -> Bronstatus:
    """What the last observations say of SBB at `nu` (seconds since 1970)."""
    succes, fout = gezien.laatste_succes or 0, gezien.laatste_fout or 0
    if max(succes, fout) <= nu - GELDIG:
        return "onbekend"
    return "in-orde" if succes > fout else "storing"


class Melder:
    """Tells `waarnemingen` how calls to SBB end; at most one success per `TUSSENTIJD` seconds.

    Args:
        waarnemingen: the shared record.
        klok: seconds since 1970.
        meld: told of a record that cannot be written; the call goes on without it.
    """

    def __init__(
        self, waarnemingen: Waarnemingen, klok: Callable[[], float], meld: Callable[[str, OpslagFout], None]
    ) -> None:
        self._waarnemingen = waarnemingen
        self._klok = klok
        self._meld = meld
        self._succes_gemeld = 0.0

    def noteer(self, uitkomst: Uitkomst) -> None:
        """Tell how a call ended, if that says something of SBB."""
        match uitkomst.bron:
            case "goed":
                self._succes()
            case "mis" | "afgewezen":
                self._succes_gemeld = 0.0
                self._vertel(lambda: self._waarnemingen.meld_fout(self._klok(), uitkomst.code))
            case "niets":
                pass
            case onbekend:
                assert_never(onbekend)

    def _succes(self) -> None:
        nu = self._klok()
        if nu - self._succes_gemeld >= TUSSENTIJD:
            self._succes_gemeld = nu
            self._vertel(lambda: self._waarnemingen.meld_succes(nu))

    def _vertel(self, schrijf: Callable[[], None]) -> None:
        try:
            schrijf()
        except OpslagFout as fout:
            self._meld("waarnemen", fout)


class Ring(Protocol):
    """What stands round each call to SBB."""

    def bij(self, vraag: Callable[[], T], termijn: "Termijn", requester: Requester) -> T:
        """Do this call, and give or raise what it gave or raised; or raise a Bronfout without doing it.

        `requester` is for whom.
        """
        ...


class WaargenomenSbb:
    """SBB behind its own port, with a ring round each call, for one requester.

    Args:
        sbb: SBB.
        ring: stands round each call.
        requester: for whom.
        elders: the rings of what is at another address: what fails there says nothing of the rest.
    """

    def __init__(
        self, sbb: "Sbb", ring: Ring, requester: Requester, elders: Mapping[Dienst, Ring] | None = None
    ) -> None:
        self._sbb = sbb
        self._ring = ring
        self._elders = elders or {}
        self._requester = requester
        # A search may be many pages: each goes after who waits for a single answer.
        self._pages = requester.at_least(Priority.PAGE)

    def identificeer(self, vraag: "Identificatievraag", termijn: "Termijn") -> Sequence["Leerbedrijf"]:
        """As the port says."""
        return self._van("identificeren").bij(
            lambda: self._sbb.identificeer(vraag, termijn), termijn, self._requester
        )

    def verifieer(self, vraag: "Erkenningsvraag", termijn: "Termijn") -> "Erkenningsgegevens":
        """As the port says."""
        return self._van("verifieren").bij(
            lambda: self._sbb.verifieer(vraag, termijn), termijn, self._requester
        )

    def geef_details(self, leerbedrijf_id: str, termijn: "Termijn") -> "Details":
        """As the port says."""
        return self._van("detailleren").bij(
            lambda: self._sbb.geef_details(leerbedrijf_id, termijn), termijn, self._requester
        )

    def geef_leerplaats(self, leerplaats_id: str, termijn: "Termijn") -> "Leerplaats":
        """As the port says."""
        return self._van("detailleren").bij(
            lambda: self._sbb.geef_leerplaats(leerplaats_id, termijn), termijn, self._requester
        )

    def zoek_leerplaatsen(
        self, vraag: "Zoekvraag", pagina: int, termijn: "Termijn"
    ) -> "Bladzij[Leerplaats | None]":
        """As the port says."""
        return self._van("zoeken").bij(
            lambda: self._sbb.zoek_leerplaatsen(vraag, pagina, termijn), termijn, self._pages
        )

    def zoek_erkenningen(
        self, vraag: "Zoekvraag", pagina: int, termijn: "Termijn"
    ) -> "Bladzij[ErkendBedrijf | None]":
        """As the port says."""
        return self._van("zoeken").bij(
            lambda: self._sbb.zoek_erkenningen(vraag, pagina, termijn), termijn, self._pages
        )

    def _van(self, dienst: Dienst) -> Ring:
        return self._elders.get(dienst, self._ring)
