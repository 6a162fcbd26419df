"""`functions/status`: who is at fault. Reads the record of how SBB does, and tries SBB's door as nobody."""

from typing import TYPE_CHECKING, Final

from stagemarkt import settings
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.record import RecordsSbb
from stagemarkt.composition.resources import SBB_SECRET, WAARNEMINGEN

if TYPE_CHECKING:
    from stagemarkt.ports.records import Prober

# Of the secrets the CA that signs SBB; no school's.
NEEDS: Final = Needs(
    rights=WAARNEMINGEN.may("GetItem", "UpdateItem") | SBB_SECRET.may("GetSecretValue"),
    settings=frozenset({settings.bron, settings.guard}),
)


class StatusPorts(RecordsSbb):
    """The record, and SBB's door."""

    needs = NEEDS

    @property
    def prober(self) -> "Prober":
        """Tries SBB's door."""
        from stagemarkt.adapters.secrets_manager import SchoolVault
        from stagemarkt.adapters.tls_probe import TlsProber

        vault = SchoolVault(self._secrets, self.name_of(SBB_SECRET))
        return TlsProber(self.setting(settings.bron).url, vault.sbb_ca())
