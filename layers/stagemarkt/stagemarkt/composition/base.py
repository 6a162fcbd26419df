"""What every composition has: its clock, its settings, the names of its resources, and its clients of AWS.

Whoever builds asks here for a setting or a name, and gets what `needs` declares: what is built is what is
declared. Clients are imported late, for a cached hit pays for nothing that it does not use.
"""

import time
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, TypeVar

from stagemarkt.composition.needs import Needs, Resource
from stagemarkt.observability import report_settings
from stagemarkt.settings import DeclaredSettings, MissingSetting, UndeclaredSetting

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

    from stagemarkt.adapters.secrets_manager import Secrets

T = TypeVar("T")


class Composition:
    """A function's ports, each built once, on first use.

    Args:
        clock: seconds since 1970.
        sleep: waits so many seconds.
        environment: another than that of the process.
    """

    needs: ClassVar[Needs] = Needs()

    def __init__(
        self,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.clock = clock
        self.sleep = sleep
        self._environment = environment

    def setting(self, reader: Callable[[Mapping[str, str]], T]) -> T:
        """What this reader of `stagemarkt.settings` makes of the environment.

        Raises:
            MissingSetting: naming all that is missing or wrong of what the function declares. It is
                logged here: of an error that nobody expects the log gets kind and place, and no text.
            UndeclaredSetting: this one is not among that.
        """
        try:
            return self._settings(reader)
        except MissingSetting as error:
            report_settings(error.names)
            raise

    def name_of(self, resource: Resource) -> str:
        """What this resource, or the table of this index, is called here. Raises as `setting` does."""
        if resource.reads is None:
            raise UndeclaredSetting(resource.name)
        return self.setting(resource.reads)

    @cached_property
    def _settings(self) -> DeclaredSettings:
        return DeclaredSettings(self.needs.readers, self._environment)

    @cached_property
    def _dynamodb(self) -> "DynamoDBClient":
        """For tables that are there for speed."""
        from stagemarkt.adapters.dynamodb.connection import make_quick_client

        return make_quick_client(self.clock)

    @cached_property
    def _sure_dynamodb(self) -> "DynamoDBClient":
        """For tables without which nobody gets in, or no answer leaves."""
        from stagemarkt.adapters.dynamodb.connection import make_sure_client

        return make_sure_client(self.clock)

    @cached_property
    def _patient_dynamodb(self) -> "DynamoDBClient":
        """For what must be stored before anybody is told so."""
        from stagemarkt.adapters.dynamodb.connection import make_patient_client

        return make_patient_client(self.clock)

    @cached_property
    def _secrets(self) -> "Secrets":
        from stagemarkt.adapters.secrets_manager import Secrets, make_secrets_client

        return Secrets(make_secrets_client(self.clock), self.clock)
