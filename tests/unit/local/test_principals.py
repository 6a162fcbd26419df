"""Who asks the emulated AWS is told to conditions by the role's own ARN, and everybody else as they were."""

from types import ModuleType

import pytest

from local.emulator.principals import tell_roles_by_their_own_arn

SESSION = "arn:aws:sts::000000000000:assumed-role/r-afleveraar/s"


def _resolved(key: str, told: str | None) -> object:
    """What a condition on this key is compared with, where MiniStack itself would tell this."""
    evaluator = ModuleType("iam_evaluator")
    evaluator.__dict__["_resolve_condition_key"] = lambda _key, _context: told
    tell_roles_by_their_own_arn(evaluator)
    return evaluator.__dict__["_resolve_condition_key"](key, object())


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (SESSION, "arn:aws:iam::000000000000:role/r-afleveraar"),
        ("arn:aws-cn:sts::000000000000:assumed-role/r/a@b", "arn:aws-cn:iam::000000000000:role/r"),
        ("arn:aws:iam::000000000000:user/u", "arn:aws:iam::000000000000:user/u"),
        ("arn:aws:iam::000000000000:root", "arn:aws:iam::000000000000:root"),
        (None, None),
    ],
)
def test_who_asks(told: str | None, expected: str | None) -> None:
    """A session is its role; a user and an account are themselves."""
    assert _resolved("aws:PrincipalArn", told) == expected


def test_nothing_else_changes() -> None:
    """Another key with the same text keeps it."""
    assert _resolved("aws:userid", SESSION) == SESSION
