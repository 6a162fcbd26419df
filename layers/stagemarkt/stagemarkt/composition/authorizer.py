"""`functions/authorizer`: is this key one of ours, and whose."""

from functools import cached_property
from typing import Final

from stagemarkt import settings
from stagemarkt.adapters.dynamodb.access import Sleuteltabel
from stagemarkt.composition.base import Composition
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import PEPER, TOEGANG
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.access import Sleutelregister

NEEDS: Final = Needs(
    rights=TOEGANG.may("GetItem", "Query", "UpdateItem") | PEPER.may("GetSecretValue"),
    settings=frozenset({settings.gezamenlijke_poortsleutel}),
)


class AuthorizerPorts(Composition):
    """The keys, and what they are held against."""

    needs = NEEDS

    @cached_property
    def sleutels(self) -> Sleutelregister:
        """The keys that callers present."""
        return Sleuteltabel(self._zekere_dynamodb, self.name_of(TOEGANG), self._peper)

    @cached_property
    def gezamenlijke_poortsleutel(self) -> str | None:
        """The key by which API Gateway counts for all; None where each afnemer has its own limit."""
        return self.setting(settings.gezamenlijke_poortsleutel)

    def _peper(self) -> str:
        peper = self._geheimen.lees(self.name_of(PEPER))
        if peper is None:
            raise OpslagFout("no secret for the key hashes")
        return peper
