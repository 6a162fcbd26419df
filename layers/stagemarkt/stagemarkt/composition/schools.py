"""The schools' own connections to SBB: their secrets, their certificates, and what SBB refuses of them."""

from functools import cached_property
from typing import TYPE_CHECKING, Final

from stagemarkt import settings
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.record import RecordsSbb
from stagemarkt.composition.resources import SBB_SECRET, SCHOOL_SECRETS, WAARNEMINGEN, WAARSCHUWINGEN
from stagemarkt.observability import meld_opslagfout

if TYPE_CHECKING:
    from stagemarkt.adapters.secrets_manager import Geheimen
    from stagemarkt.adapters.soap.school_connections import Schoolverbindingen
    from stagemarkt.domain.guard.passage import Recorder
    from stagemarkt.domain.guard.refusals import Warner
    from stagemarkt.ports.standing import Waarschuwer

# Each school's secret and the CA that signs SBB; what SBB refuses of a school is kept, and the operator told.
CONNECTS_SCHOOLS: Final = Needs(
    rights=SCHOOL_SECRETS.may("GetSecretValue")
    | SBB_SECRET.may("GetSecretValue")
    | WAARNEMINGEN.may("UpdateItem")
    | WAARSCHUWINGEN.may("Publish"),
    settings=frozenset({settings.bron}),
)


class ConnectsSchools(RecordsSbb):
    """Reaches SBB as one school or another."""

    @property
    def waarschuwer(self) -> "Waarschuwer":
        """Tells the operator."""
        from stagemarkt.adapters.sns import SnsWaarschuwer, maak_client

        return SnsWaarschuwer(maak_client(), self.name_of(WAARSCHUWINGEN))

    @cached_property
    def _warner(self) -> "Warner":
        from stagemarkt.domain.guard.refusals import Warner

        return Warner(self.records, lambda: self.waarschuwer, meld_opslagfout)

    def _recorder(self, school: str) -> "Recorder":
        """What stands round an operator's own calls on behalf of this school."""
        from stagemarkt.domain.guard.passage import Recorder

        return Recorder(school, self.records, self.klok, self._warner, meld_opslagfout)

    def _maak_verbindingen(self, geheimen: "Geheimen") -> "Schoolverbindingen":
        from stagemarkt.adapters.secrets_manager import Schoolkluis
        from stagemarkt.adapters.soap.envelope import Eindpunt
        from stagemarkt.adapters.soap.school_connections import Schoolverbindingen
        from stagemarkt.adapters.soap.signaalcodes import lees_signaalcodes
        from stagemarkt.adapters.soap.transport import Grenzen

        bron = self.setting(settings.bron)
        codes = lees_signaalcodes(bron.signaalcodes)
        return Schoolverbindingen(
            Eindpunt(bron.url, bron.namespace, bron.soapaction, bron.ontvanger_oin, codes, self._adressen),
            Schoolkluis(geheimen, self.name_of(SCHOOL_SECRETS)),
            Grenzen(seconden=bron.seconden),
        )
