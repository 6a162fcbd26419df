"""`functions/certificaatwacht`: looks at all schools' certificates, and tries one at SBB when told to."""

from functools import cached_property
from typing import Final

from stagemarkt.adapters.certificates import Certificatenkast
from stagemarkt.adapters.secrets_manager import Geheimen, Schoolkluis, maak_client
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import ALL_SECRETS, SCHOOL_SECRETS, WAARNEMINGEN
from stagemarkt.composition.schools import CONNECTS_SCHOOLS, ConnectsSchools
from stagemarkt.domain.schools.certificate_trial import Proefuitkomst, probeer
from stagemarkt.domain.schools.certificate_watch import Wacht
from stagemarkt.model.today import vandaag_in_nederland
from stagemarkt.observability import meld_school
from stagemarkt.ports.deadline import Termijn

NEEDS: Final = CONNECTS_SCHOOLS | Needs(
    rights=ALL_SECRETS.may("ListSecrets") | WAARNEMINGEN.may("GetItem", "UpdateItem")
)


class CertificaatwachtPorts(ConnectsSchools):
    """The watch over the certificates, and a trial of one school."""

    needs = NEEDS

    @cached_property
    def wacht(self) -> Wacht:
        """The watch over certificates."""
        kluis = Schoolkluis(self._verse_geheimen(), self.name_of(SCHOOL_SECRETS))
        kast = Certificatenkast(kluis, kluis.brins)
        return Wacht(kast, self.records, self.waarschuwer, meld_school)

    def proef(self, school: str, termijn: Termijn) -> Proefuitkomst:
        """Try this school at SBB with what its secret says now. Raises OpslagFout."""
        verbindingen = self._maak_verbindingen(self._verse_geheimen())
        try:
            vandaag = vandaag_in_nederland(self.klok())
            return probeer(lambda: verbindingen.met(school), self._recorder(school), vandaag, termijn)
        finally:
            verbindingen.sluit()

    def _verse_geheimen(self) -> Geheimen:
        """Nothing that was read before: what an operator has just put there is what is looked at."""
        return Geheimen(maak_client(), houdbaar=0)
