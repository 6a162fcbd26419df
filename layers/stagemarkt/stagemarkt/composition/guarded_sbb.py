"""SBB, asked on behalf of a school, with a guard round each call."""

from functools import cached_property
from typing import TYPE_CHECKING, Final

from stagemarkt import settings
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import WAARNEMINGEN
from stagemarkt.composition.schools import CONNECTS_SCHOOLS, ConnectsSchools
from stagemarkt.observatie import meld_opslagfout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stagemarkt.adapters.soap.schoolverbindingen import Schoolverbindingen
    from stagemarkt.domein.afspraken import Omgeving
    from stagemarkt.domein.bewaken import Bewaker
    from stagemarkt.domein.waarnemen import Dienst, Melder
    from stagemarkt.poorten.bewaking import Requester
    from stagemarkt.poorten.sbb import Sbb

# What the guard shares with the other functions: zekeringen, turns and places, and how calls ended.
ASKS_SBB: Final = CONNECTS_SCHOOLS | Needs(
    rights=WAARNEMINGEN.may("BatchGetItem", "UpdateItem"), settings=frozenset({settings.bewaking})
)
# The operation that answers each kind of question.
_OPERATIES: "Final[Mapping[Dienst, str]]" = {
    "identificeren": "IdentificeerLeerbedrijf",
    "verifieren": "VerifieerAccreditatie",
    "detailleren": "GeefDetails",
    "zoeken": "Zoeken",
}


class AsksSbb(ConnectsSchools):
    """Asks SBB what callers ask."""

    def sbb(self, school: str, requester: "Requester") -> "Sbb":
        """SBB, asked on behalf of the school with this BRIN, for this requester.

        Raises:
            BronLicentie, BronCertificaat: the school cannot be identified to SBB.
            OpslagFout: its secret cannot be read.
        """
        from stagemarkt.domein.waarnemen import WaargenomenSbb

        sbb = self._verbindingen.met(school)
        elders = {
            dienst: self.bewaker(school, adres)
            for dienst, operatie in _OPERATIES.items()
            if (adres := self._adressen.get(operatie)) is not None
        }
        return WaargenomenSbb(sbb, self.bewaker(school), requester, elders)

    def bewaker(self, school: str, adres: str | None = None) -> "Bewaker":
        """What stands round each call to an address of SBB for this school; one, for what it remembers."""
        from stagemarkt.domein.bewaken import Bewaker, Melden

        sleutel = (school, adres or self.setting(settings.bron).url)
        bekend = self._bewakers.get(sleutel)
        if bekend is None:
            melden = Melden(self._melder.noteer, meld_opslagfout)
            tabel = self._bewakingtabel if adres is None else self._bewakingtabel.van(adres)
            bekend = Bewaker(school, tabel, self.afspraken, self._omgeving, melden)
            self._bewakers[sleutel] = bekend
        return bekend

    @cached_property
    def _bewakers(self) -> "dict[tuple[str, str], Bewaker]":
        return {}

    @cached_property
    def _verbindingen(self) -> "Schoolverbindingen":
        return self._maak_verbindingen(
            self._geheimen, self._schoolmelder, lambda brin: self.bewaker(brin).herkans()
        )

    @cached_property
    def _omgeving(self) -> "Omgeving":
        from stagemarkt.domein.afspraken import Omgeving

        return Omgeving(self.klok, self.slaap)

    @cached_property
    def _melder(self) -> "Melder":
        from stagemarkt.domein.waarnemen import Melder

        return Melder(self.waarnemingen, self.klok, meld_opslagfout)
