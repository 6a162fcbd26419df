"""`functions/authorizer`: is this key one of ours, and whose."""

from functools import cached_property
from typing import Final

from stagemarkt import settings
from stagemarkt.adapters.dynamodb.access import SleutelTable
from stagemarkt.composition.base import Composition
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import PEPPER, TOEGANG
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.access import SleutelRegistry

NEEDS: Final = Needs(
    rights=TOEGANG.may("GetItem", "Query", "UpdateItem") | PEPPER.may("GetSecretValue"),
    settings=frozenset({settings.shared_gateway_key}),
)


class AuthorizerPorts(Composition):
    """The keys, and what they are held against."""

    needs = NEEDS

    @cached_property
    def sleutels(self) -> SleutelRegistry:
        """The keys that callers present."""
        return SleutelTable(self._sure_dynamodb, self.name_of(TOEGANG), self._pepper)

    @cached_property
    def shared_gateway_key(self) -> str | None:
        """The key by which API Gateway counts for all; None where each afnemer has its own limit."""
        return self.setting(settings.shared_gateway_key)

    def _pepper(self) -> str:
        pepper = self._secrets.read(self.name_of(PEPPER))
        if pepper is None:
            raise StorageError("no secret for the key hashes")
        return pepper
