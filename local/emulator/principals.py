"""Who asks, as AWS tells it to the conditions of a policy: of a role its own ARN.

MiniStack tells that of the session (`arn:aws:sts::…:assumed-role/name/session`), which no policy can name.
"""

import re
from types import ModuleType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# (a condition key, the context of the call) to what is compared; by its name, for it is MiniStack's own.
_RESOLVER: Final = "_resolve_condition_key"
_KEY: Final = "aws:principalarn"
_SESSION: Final = re.compile(r"arn:([a-z-]+):sts::(\d{12}):assumed-role/([^/]+)/.+")


def tell_roles_by_their_own_arn(evaluator: ModuleType) -> None:
    """Have MiniStack's evaluation of policies do so; a role with a path has none in its session, nor here."""
    original: Callable[[str, object], object] = getattr(evaluator, _RESOLVER)

    def resolve(key: str, context: object) -> object:
        value = original(key, context)
        if key.lower() != _KEY or not isinstance(value, str):
            return value
        return _SESSION.sub(r"arn:\1:iam::\2:role/\3", value)

    setattr(evaluator, _RESOLVER, resolve)
