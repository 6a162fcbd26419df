"""The authorizer: is this key one of ours, whose, and what goes along to the functions."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.composition.authorizer import AuthorizerPorts
from stagemarkt.domain.access import USAGE_PER, checksum
from stagemarkt.entry.last_resort import InvocationFailed
from stagemarkt.model.toegang import Afnemer, Limiet, Rights, SleutelData, Toegang

from functions.authorizer.app import Unauthenticated, make_handler
from tests.unit.conftest import LogCapture
from tests.unit.fakes.composition import NOW, SCHOOL, FakeSleutelRegistry
from tests.unit.requests import load_event
from tests.unit.template import API

PEPPER = b"peper"
EVENT = load_event("authorizer")
SLEUTEL = EVENT["authorizationToken"].removeprefix("Bearer ")
KNOWN = SleutelData("nietecht", checksum(SLEUTEL, PEPPER), "demo", 1)
AFNEMER = Afnemer("demo", "Demo", "", Limiet(20, 40, 1000), "poort")
RIGHTS = Rights(AFNEMER, (Toegang(SCHOOL, ("identificatie",)),))


class SleutelComposition(AuthorizerPorts):
    """The authorizer's ports: a register with this key in it; limits hold."""

    def __init__(
        self,
        known: SleutelData = KNOWN,
        rights: Rights | None = RIGHTS,
        piece: frozenset[str] = frozenset(),
        shared: str | None = None,
    ) -> None:
        super().__init__(lambda: float(NOW))
        self.register = FakeSleutelRegistry(
            {"nietecht": known}, {} if rights is None else {"demo": rights}, PEPPER, piece
        )
        self.sleutels = self.register
        self.shared_gateway_key = shared


def _ask(composition: SleutelComposition, **otherwise: object) -> dict[str, Any]:
    return make_handler(composition)({**EVENT, **otherwise}, None)


def test_a_good_sleutel(logbook: LogCapture) -> None:
    """A right key gets its policy, and goes along as what may be shown of it; it is logged as such."""
    policy = _ask(SleutelComposition())
    assert policy["principalId"] == "nietecht"
    assert policy["context"] == {"afnemerId": "demo", "toegang": "identificatie=99XX", "limiet": "20;40;1000"}
    assert policy["usageIdentifierKey"] == "poort"
    (allowed,) = policy["policyDocument"]["Statement"]
    assert allowed["Effect"] == "Allow"
    assert EVENT["methodArn"].rpartition("/")[0] + "/*" in allowed["Resource"]
    (line,) = logbook.lines
    assert (line["message"], line["geldig"], line["prefix"]) == ("sleutel", True, "nietecht")
    assert SLEUTEL not in logbook.tekst


def test_without_a_limit_one_usage_key_counts_for_all() -> None:
    """Where limits are off, API Gateway counts for all together, and answers tell of no limit."""
    policy = _ask(SleutelComposition(shared="allen"))
    assert (policy["usageIdentifierKey"], "limiet" in policy["context"]) == ("allen", False)


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", f"Basic {SLEUTEL}", SLEUTEL, f"Bearer {SLEUTEL}x", "Bearer smk_kort", 7, [SLEUTEL]],
)
def test_what_is_no_sleutel_is_not_looked_up(header: object, logbook: LogCapture) -> None:
    """What has not the form of a key is refused without looking in the register, and not logged."""
    composition = SleutelComposition()
    with pytest.raises(Unauthenticated, match=r"^Unauthorized$"):
        _ask(composition, authorizationToken=header)
    assert composition.register.sought == []
    assert [(line["message"], line["geldig"]) for line in logbook.lines] == [("sleutel", False)]
    assert "smk_" not in logbook.tekst


@pytest.mark.parametrize(
    ("known", "header"),
    [
        pytest.param(KNOWN, f"Bearer {SLEUTEL[:-1]}X", id="another-secret"),
        pytest.param(KNOWN, f"Bearer {SLEUTEL.replace('nietecht', 'onbekend')}", id="unknown"),
        pytest.param(KNOWN._replace(expires_at=NOW), f"Bearer {SLEUTEL}", id="expired"),
        pytest.param(KNOWN._replace(revoked_at=1), f"Bearer {SLEUTEL}", id="withdrawn"),
        pytest.param(KNOWN._replace(checksum="0" * 64), f"Bearer {SLEUTEL}", id="another-hash"),
        pytest.param(KNOWN._replace(afnemer_id="weg"), f"Bearer {SLEUTEL}", id="afnemer-is-gone"),
    ],
)
def test_a_wrong_sleutel(known: SleutelData, header: str, logbook: LogCapture) -> None:
    """A wrong, unknown, dead or orphaned key is refused in the one way that API Gateway makes 401 of."""
    composition = SleutelComposition(known)
    with pytest.raises(Unauthenticated, match=r"^Unauthorized$"):
        _ask(composition, authorizationToken=header)
    (line,) = logbook.lines
    assert line["geldig"] is False
    assert "smk_" not in logbook.tekst
    assert composition.register.usage == []


@pytest.mark.parametrize(
    "arn", [None, "", "arn", "arn:aws:execute-api:x:1:api/*/GET/x", EVENT["methodArn"][4:]]
)
def test_a_strange_method(arn: object) -> None:
    """What is no call of an API gets no policy, whatever the key."""
    with pytest.raises(Unauthenticated):
        _ask(SleutelComposition(), methodArn=arn)


def test_an_event_without_a_sleutel() -> None:
    """An event without the header is refused as well."""
    with pytest.raises(Unauthenticated):
        make_handler(SleutelComposition())({"type": "TOKEN", "methodArn": EVENT["methodArn"]}, None)


@pytest.mark.parametrize("piece", ["zoek", "rechten"])
def test_a_registry_that_fails_is_no_401(piece: str) -> None:
    """A register that cannot be read says nothing about the key: that is 500, not 401."""
    with pytest.raises(InvocationFailed):
        _ask(SleutelComposition(piece=frozenset({piece})))


@pytest.mark.parametrize(
    ("einddatum", "toegang", "effect"),
    [(date(2026, 9, 1), "identificatie=99XX", "Allow"), (date(2026, 8, 31), "", "Deny")],
)
def test_a_toegang_that_has_ended_gives_nothing(einddatum: date, toegang: str, effect: str) -> None:
    """On its last day (1 September in Amsterdam) a toegang holds; the day after nothing is allowed."""
    rights = Rights(AFNEMER, (Toegang(SCHOOL, ("identificatie",), einddatum),))
    policy = _ask(SleutelComposition(rights=rights))
    assert policy["context"]["toegang"] == toegang
    assert policy["policyDocument"]["Statement"][0]["Effect"] == effect


def test_usage_is_reported_and_not_all_the_time(logbook: LogCapture) -> None:
    """The first use is noted, one a moment later is not; where noting fails the call goes on."""
    composition = SleutelComposition()
    _ask(composition)
    assert composition.register.usage == [("nietecht", NOW, USAGE_PER)]
    only_just = SleutelComposition(KNOWN._replace(last_used_at=NOW - 1))
    _ask(only_just)
    assert only_just.register.usage == []
    assert _ask(SleutelComposition(piece=frozenset({"gebruik"})))["principalId"] == "nietecht"
    assert logbook.lines[-1]["message"] == "opslag"


def test_the_authorizer_remembers_nothing() -> None:
    """What is withdrawn between two calls is refused at the second: only API Gateway remembers."""
    composition = SleutelComposition()
    handler = make_handler(composition)
    assert handler(EVENT, None)["principalId"] == "nietecht"
    composition.register.sleutels["nietecht"] = KNOWN._replace(checksum="", revoked_at=NOW)
    with pytest.raises(Unauthenticated):
        handler(EVENT, None)
    auth = API["Auth"]["Authorizers"]["Sleutel"]["Identity"]
    assert auth["ReauthorizeEvery"] <= 60


def test_three_hundred_schools_fit() -> None:
    """A vendor that acts for 300 schools has an answer that API Gateway takes: flat texts, 4 kB in all."""
    scopes = [("identificatie", "verificatie"), ("identificatie", "verificatie", "zoeken"), ("mutaties",)]
    many = tuple(Toegang(f"{n // 26:02}A{chr(65 + n % 26)}", scopes[n % 3]) for n in range(300))
    policy = _ask(SleutelComposition(rights=Rights(AFNEMER, many)))
    assert all(isinstance(value, str) for value in policy["context"].values())
    assert len(policy["context"]["toegang"]) < 1700
    assert len(json.dumps(policy)) < 8192


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda s: st.lists(s) | st.dictionaries(st.text(), s),
)
ALMOST = st.from_regex(
    r"(?i)[ \t]{0,2}bearer[ \t]{0,3}smk_(nietecht|[0-9a-z]{0,9})_[0-9A-Za-z_-]{0,44}", fullmatch=True
)
MANGLED = st.builds(
    lambda plaats, put_in, cut_off: f"Bearer {SLEUTEL[:plaats]}{put_in}{SLEUTEL[plaats + cut_off :]}",
    st.integers(0, len(SLEUTEL)),
    st.text(max_size=3),
    st.integers(0, 3),
)


@given(
    token=JSON | ALMOST | MANGLED,
    arn=JSON | st.just(EVENT["methodArn"]),
    rest=st.dictionaries(st.text(), JSON, max_size=3),
)
def test_whatever_comes_in(token: object, arn: object, rest: dict[str, object]) -> None:
    """Whatever comes in, only the one right key gets a policy; all else is that one refusal."""
    try:
        policy = make_handler(SleutelComposition())(
            {**rest, "authorizationToken": token, "methodArn": arn}, None
        )
    except Unauthenticated:
        assert token != f"Bearer {SLEUTEL}" or arn != EVENT["methodArn"]
    else:
        assert isinstance(token, str)
        assert token.lower().startswith("bearer ")
        assert token.endswith(SLEUTEL)
        assert policy["principalId"] == "nietecht"
