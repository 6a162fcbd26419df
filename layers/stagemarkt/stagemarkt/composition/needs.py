"""What a Lambda function needs of its surroundings, as a value.

The building goes by it (`base.Composition` gives nothing that is not in it), the template is checked against
it, and so are the calls that each function was seen to make.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from stagemarkt.settings import Reader


class DeclaredRight(NamedTuple):
    """One operation on one resource; `operation` as IAM has it, without its service: `GetItem`."""

    resource: "Resource"
    operation: str


class Resource(NamedTuple):
    """Something of AWS.

    Attributes:
        service: as IAM has it: `dynamodb`.
        name: its logical ID in `template.yaml`; an index as `Table/index/Name`; a secret as its name ends.
        reads: the setting that says where it is; None when the function need not know.
    """

    service: str
    name: str
    reads: Callable[[Mapping[str, str]], str] | None

    def may(self, *operations: str) -> frozenset[DeclaredRight]:
        """The rights to do this with it."""
        return frozenset(DeclaredRight(self, operation) for operation in operations)


class Needs(NamedTuple):
    """What one function, or one block of a few, needs.

    Attributes:
        rights: what it does, to what.
        settings: what it reads of its environment besides where its resources are.
        consumes: the queues that Lambda reads for it.
    """

    rights: frozenset[DeclaredRight] = frozenset()
    settings: frozenset[Reader] = frozenset()
    consumes: frozenset[Resource] = frozenset()

    def __or__(self, other: "Needs") -> "Needs":
        """Both."""
        return Needs(
            self.rights | other.rights, self.settings | other.settings, self.consumes | other.consumes
        )

    @property
    def resources(self) -> frozenset[Resource]:
        """What it does anything to."""
        return frozenset(right.resource for right in self.rights)

    @property
    def readers(self) -> frozenset[Reader]:
        """Everything that it reads of its environment."""
        return self.settings | {resource.reads for resource in self.resources if resource.reads is not None}
