"""The authorizer: is this key one of ours, whose, and what goes along to the functions."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.composition.authorizer import AuthorizerPorts
from stagemarkt.domain.access import GEBRUIK_PER, controlegetal
from stagemarkt.model.errors import OpslagFout
from stagemarkt.model.toegang import Afnemer, Limiet, Rechten, Sleutelgegevens, Toegang

from functions.authorizer.app import NietGeauthenticeerd, maak_handler
from tests.unit.conftest import Logboek
from tests.unit.fakes import NU, SCHOOL, NepSleutelregister
from tests.unit.requests import laad_event
from tests.unit.template import API

PEPER = b"peper"
EVENT = laad_event("authorizer")
SLEUTEL = EVENT["authorizationToken"].removeprefix("Bearer ")
BEKEND = Sleutelgegevens("nietecht", controlegetal(SLEUTEL, PEPER), "demo", 1)
AFNEMER = Afnemer("demo", "Demo", "", Limiet(20, 40, 1000), "poort")
RECHTEN = Rechten(AFNEMER, (Toegang(SCHOOL, ("identificatie",)),))


class SleutelOpbouw(AuthorizerPorts):
    """The authorizer's ports: a register with this key in it; limits hold."""

    def __init__(
        self,
        bekend: Sleutelgegevens = BEKEND,
        rechten: Rechten | None = RECHTEN,
        stuk: frozenset[str] = frozenset(),
        gezamenlijk: str | None = None,
    ) -> None:
        super().__init__(lambda: float(NU))
        self.register = NepSleutelregister(
            {"nietecht": bekend}, {} if rechten is None else {"demo": rechten}, PEPER, stuk
        )
        self.sleutels = self.register
        self.gezamenlijke_poortsleutel = gezamenlijk


def _vraag(opbouw: SleutelOpbouw, **anders: object) -> dict[str, Any]:
    return maak_handler(opbouw)({**EVENT, **anders}, None)


def test_een_goede_sleutel(logboek: Logboek) -> None:
    """A right key gets its policy, and goes along as what may be shown of it; it is logged as such."""
    beleid = _vraag(SleutelOpbouw())
    assert beleid["principalId"] == "nietecht"
    assert beleid["context"] == {"afnemerId": "demo", "toegang": "identificatie=99XX", "limiet": "20;40;1000"}
    assert beleid["usageIdentifierKey"] == "poort"
    (toegestaan,) = beleid["policyDocument"]["Statement"]
    assert toegestaan["Effect"] == "Allow"
    assert EVENT["methodArn"].rpartition("/")[0] + "/*" in toegestaan["Resource"]
    (regel,) = logboek.regels
    assert (regel["message"], regel["geldig"], regel["prefix"]) == ("sleutel", True, "nietecht")
    assert SLEUTEL not in logboek.tekst


def test_zonder_limiet_telt_de_sleutel_voor_allen() -> None:
    """Where limits are off, API Gateway counts for all together, and answers tell of no limit."""
    beleid = _vraag(SleutelOpbouw(gezamenlijk="allen"))
    assert (beleid["usageIdentifierKey"], "limiet" in beleid["context"]) == ("allen", False)


@pytest.mark.parametrize(
    "kop",
    [None, "", "Bearer", f"Basic {SLEUTEL}", SLEUTEL, f"Bearer {SLEUTEL}x", "Bearer smk_kort", 7, [SLEUTEL]],
)
def test_wat_geen_sleutel_is_wordt_niet_opgezocht(kop: object, logboek: Logboek) -> None:
    """What has not the form of a key is refused without looking in the register, and not logged."""
    opbouw = SleutelOpbouw()
    with pytest.raises(NietGeauthenticeerd, match=r"^Unauthorized$"):
        _vraag(opbouw, authorizationToken=kop)
    assert opbouw.register.gezocht == []
    assert [(regel["message"], regel["geldig"]) for regel in logboek.regels] == [("sleutel", False)]
    assert "smk_" not in logboek.tekst


@pytest.mark.parametrize(
    ("bekend", "kop"),
    [
        pytest.param(BEKEND, f"Bearer {SLEUTEL[:-1]}X", id="another-secret"),
        pytest.param(BEKEND, f"Bearer {SLEUTEL.replace('nietecht', 'onbekend')}", id="unknown"),
        pytest.param(BEKEND._replace(verloopt_op=NU), f"Bearer {SLEUTEL}", id="expired"),
        pytest.param(BEKEND._replace(ingetrokken_op=1), f"Bearer {SLEUTEL}", id="withdrawn"),
        pytest.param(BEKEND._replace(controlegetal="0" * 64), f"Bearer {SLEUTEL}", id="another-hash"),
        pytest.param(BEKEND._replace(afnemer_id="weg"), f"Bearer {SLEUTEL}", id="afnemer-is-gone"),
    ],
)
def test_een_verkeerde_sleutel(bekend: Sleutelgegevens, kop: str, logboek: Logboek) -> None:
    """A wrong, unknown, dead or orphaned key is refused in the one way that API Gateway makes 401 of."""
    opbouw = SleutelOpbouw(bekend)
    with pytest.raises(NietGeauthenticeerd, match=r"^Unauthorized$"):
        _vraag(opbouw, authorizationToken=kop)
    (regel,) = logboek.regels
    assert regel["geldig"] is False
    assert "smk_" not in logboek.tekst
    assert opbouw.register.gebruik == []


@pytest.mark.parametrize(
    "arn", [None, "", "arn", "arn:aws:execute-api:x:1:api/*/GET/x", EVENT["methodArn"][4:]]
)
def test_een_vreemde_methode(arn: object) -> None:
    """What is no call of an API gets no policy, whatever the key."""
    with pytest.raises(NietGeauthenticeerd):
        _vraag(SleutelOpbouw(), methodArn=arn)


def test_een_event_zonder_sleutel() -> None:
    """An event without the header is refused as well."""
    with pytest.raises(NietGeauthenticeerd):
        maak_handler(SleutelOpbouw())({"type": "TOKEN", "methodArn": EVENT["methodArn"]}, None)


@pytest.mark.parametrize("stuk", ["zoek", "rechten"])
def test_een_register_dat_faalt_is_geen_401(stuk: str) -> None:
    """A register that cannot be read says nothing about the key: that is 500, not 401."""
    with pytest.raises(OpslagFout):
        _vraag(SleutelOpbouw(stuk=frozenset({stuk})))


@pytest.mark.parametrize(
    ("einddatum", "toegang", "effect"),
    [(date(2026, 9, 1), "identificatie=99XX", "Allow"), (date(2026, 8, 31), "", "Deny")],
)
def test_een_voorbije_toegang_geeft_niets(einddatum: date, toegang: str, effect: str) -> None:
    """On its last day (1 September in Amsterdam) a toegang holds; the day after nothing is allowed."""
    rechten = Rechten(AFNEMER, (Toegang(SCHOOL, ("identificatie",), einddatum),))
    beleid = _vraag(SleutelOpbouw(rechten=rechten))
    assert beleid["context"]["toegang"] == toegang
    assert beleid["policyDocument"]["Statement"][0]["Effect"] == effect


def test_gebruik_wordt_gemeld_en_niet_steeds(logboek: Logboek) -> None:
    """The first use is noted, one a moment later is not; where noting fails the call goes on."""
    opbouw = SleutelOpbouw()
    _vraag(opbouw)
    assert opbouw.register.gebruik == [("nietecht", NU, GEBRUIK_PER)]
    pas = SleutelOpbouw(BEKEND._replace(laatst_gebruikt_op=NU - 1))
    _vraag(pas)
    assert pas.register.gebruik == []
    assert _vraag(SleutelOpbouw(stuk=frozenset({"gebruik"})))["principalId"] == "nietecht"
    assert logboek.regels[-1]["message"] == "opslag"


def test_de_authorizer_onthoudt_niets() -> None:
    """What is withdrawn between two calls is refused at the second: only API Gateway remembers."""
    opbouw = SleutelOpbouw()
    handler = maak_handler(opbouw)
    assert handler(EVENT, None)["principalId"] == "nietecht"
    opbouw.register.sleutels["nietecht"] = BEKEND._replace(controlegetal="", ingetrokken_op=NU)
    with pytest.raises(NietGeauthenticeerd):
        handler(EVENT, None)
    auth = API["Auth"]["Authorizers"]["Sleutel"]["Identity"]
    assert auth["ReauthorizeEvery"] <= 60


def test_driehonderd_scholen_passen() -> None:
    """A vendor that acts for 300 schools has an answer that API Gateway takes: flat texts, 4 kB in all."""
    scopes = [("identificatie", "verificatie"), ("identificatie", "verificatie", "zoeken"), ("mutaties",)]
    veel = tuple(Toegang(f"{n // 26:02}A{chr(65 + n % 26)}", scopes[n % 3]) for n in range(300))
    beleid = _vraag(SleutelOpbouw(rechten=Rechten(AFNEMER, veel)))
    assert all(isinstance(waarde, str) for waarde in beleid["context"].values())
    assert len(beleid["context"]["toegang"]) < 1700
    assert len(json.dumps(beleid)) < 8192


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda s: st.lists(s) | st.dictionaries(st.text(), s),
)
BIJNA = st.from_regex(
    r"(?i)[ \t]{0,2}bearer[ \t]{0,3}smk_(nietecht|[0-9a-z]{0,9})_[0-9A-Za-z_-]{0,44}", fullmatch=True
)
VERMINKT = st.builds(
    lambda plaats, erin, eraf: f"Bearer {SLEUTEL[:plaats]}{erin}{SLEUTEL[plaats + eraf :]}",
    st.integers(0, len(SLEUTEL)),
    st.text(max_size=3),
    st.integers(0, 3),
)


@given(
    token=JSON | BIJNA | VERMINKT,
    arn=JSON | st.just(EVENT["methodArn"]),
    rest=st.dictionaries(st.text(), JSON, max_size=3),
)
def test_wat_er_ook_komt(token: object, arn: object, rest: dict[str, object]) -> None:
    """Whatever comes in, only the one right key gets a policy; all else is that one refusal."""
    try:
        beleid = maak_handler(SleutelOpbouw())({**rest, "authorizationToken": token, "methodArn": arn}, None)
    except NietGeauthenticeerd:
        assert token != f"Bearer {SLEUTEL}" or arn != EVENT["methodArn"]
    else:
        assert isinstance(token, str)
        assert token.lower().startswith("bearer ")
        assert token.endswith(SLEUTEL)
        assert beleid["principalId"] == "nietecht"
