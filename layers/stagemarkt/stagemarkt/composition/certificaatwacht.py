"""`functions/certificaatwacht`: looks at all schools' certificates, and tries one at SBB when told to."""

from functools import cached_property
from typing import Final

from stagemarkt.adapters.certificates import CertificateStore
from stagemarkt.adapters.secrets_manager import SchoolVault, Secrets, make_secrets_client
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import ALL_SECRETS, SCHOOL_SECRETS, WAARNEMINGEN
from stagemarkt.composition.schools import CONNECTS_SCHOOLS, ConnectsSchools
from stagemarkt.domain.schools.certificate_trial import TrialOutcome, probeer
from stagemarkt.domain.schools.certificate_watch import CertificateWatch
from stagemarkt.model.today import today_in_netherlands
from stagemarkt.observability import report_school
from stagemarkt.ports.deadline import Deadline

NEEDS: Final = CONNECTS_SCHOOLS | Needs(
    rights=ALL_SECRETS.may("ListSecrets") | WAARNEMINGEN.may("GetItem", "UpdateItem")
)


class CertificaatwachtPorts(ConnectsSchools):
    """The watch over the certificates, and a trial of one school."""

    needs = NEEDS

    @cached_property
    def watch(self) -> CertificateWatch:
        """The watch over certificates."""
        vault = SchoolVault(self._unkept_secrets(), self.name_of(SCHOOL_SECRETS))
        store = CertificateStore(vault, vault.brins)
        return CertificateWatch(store, self.records, self.warner, report_school)

    def proef(self, school: str, deadline: Deadline) -> TrialOutcome:
        """Try this school at SBB with what its secret says now. Raises StorageError."""
        verbindingen = self._make_connections(self._unkept_secrets())
        try:
            today = today_in_netherlands(self.clock())
            return probeer(lambda: verbindingen.using(school), self._recorder(school), today, deadline)
        finally:
            verbindingen.close()

    def _unkept_secrets(self) -> Secrets:
        """Nothing that was read before: what an operator has just put there is what is looked at."""
        return Secrets(make_secrets_client(), shelf_life=0)
