"""The schools' own connections to SBB: their secrets, their certificates, and what SBB refuses of them."""

from functools import cached_property
from typing import TYPE_CHECKING, Final

from stagemarkt import settings
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.record import RecordsSbb
from stagemarkt.composition.resources import SBB_SECRET, SCHOOL_SECRETS, WAARNEMINGEN, WARNINGS
from stagemarkt.observability import report_storage_error

if TYPE_CHECKING:
    from stagemarkt.adapters.secrets_manager import Secrets
    from stagemarkt.adapters.soap.school_connections import SchoolConnections
    from stagemarkt.domain.guard.passage import Recorder
    from stagemarkt.domain.guard.refusals import Warner
    from stagemarkt.ports.standing import OperatorWarner

# Each school's secret and the CA that signs SBB; what SBB refuses of a school is kept, and the operator told.
CONNECTS_SCHOOLS: Final = Needs(
    rights=SCHOOL_SECRETS.may("GetSecretValue")
    | SBB_SECRET.may("GetSecretValue")
    | WAARNEMINGEN.may("UpdateItem")
    | WARNINGS.may("Publish"),
    settings=frozenset({settings.bron}),
)


class ConnectsSchools(RecordsSbb):
    """Reaches SBB as one school or another."""

    @property
    def warner(self) -> "OperatorWarner":
        """Tells the operator."""
        from stagemarkt.adapters.sns import SnsWarner, make_sns_client

        return SnsWarner(make_sns_client(self.clock), self.name_of(WARNINGS))

    @cached_property
    def _warner(self) -> "Warner":
        from stagemarkt.domain.guard.refusals import Warner

        return Warner(self.records, lambda: self.warner, report_storage_error)

    def _recorder(self, school: str) -> "Recorder":
        """What stands round an operator's own calls on behalf of this school."""
        from stagemarkt.domain.guard.passage import Recorder

        return Recorder(school, self.records, self.clock, self._warner, report_storage_error)

    def _make_connections(self, school_secrets: "Secrets") -> "SchoolConnections":
        from stagemarkt.adapters.secrets_manager import SchoolVault
        from stagemarkt.adapters.soap.envelope import Endpoint
        from stagemarkt.adapters.soap.school_connections import SchoolConnections
        from stagemarkt.adapters.soap.signaalcodes import read_signaalcodes
        from stagemarkt.adapters.soap.transport import TransportLimits

        bron = self.setting(settings.bron)
        codes = read_signaalcodes(bron.signaalcodes)
        return SchoolConnections(
            Endpoint(bron.url, bron.namespace, bron.soapaction, bron.receiver_oin, codes, self._adressen),
            SchoolVault(school_secrets, self.name_of(SCHOOL_SECRETS)),
            TransportLimits(seconden=bron.seconden),
            self.clock,
        )
