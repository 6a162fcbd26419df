"""The authorizer: is this key one of ours, and which routes may it call."""

from typing import Any

import pytest
from stagemarkt.domein.toegang import controlegetal
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.opbouw import Opbouw
from stagemarkt.poorten.toegang import Sleutelgegevens

from functions.authorizer.app import NietGeauthenticeerd, maak_handler
from tests.unit.conftest import Logboek
from tests.unit.nep import NU, SCHOOL, NepSleutelregister
from tests.unit.verzoeken import laad_event

PEPER = b"peper"
EVENT = laad_event("authorizer")
SLEUTEL = EVENT["authorizationToken"].removeprefix("Bearer ")
BEKEND = Sleutelgegevens(
    "nietecht", controlegetal(SLEUTEL, PEPER), "demo", {SCHOOL: ("identificatie",)}, None
)


class SleutelOpbouw(Opbouw):
    """The authorizer's ports: a register with this key in it."""

    def __init__(self, bekend: Sleutelgegevens = BEKEND) -> None:
        super().__init__(lambda: float(NU))
        self.register = NepSleutelregister({"nietecht": bekend}, PEPER)
        self.sleutels = self.register


class StukRegister(NepSleutelregister):
    """A register that cannot be read."""

    def zoek(self, prefix: str) -> Sleutelgegevens | None:
        """Fail."""
        raise OpslagFout(prefix)


def _vraag(opbouw: SleutelOpbouw, **anders: object) -> dict[str, Any]:
    return maak_handler(opbouw)({**EVENT, **anders}, None)


def test_een_goede_sleutel(logboek: Logboek) -> None:
    """A right key gets its policy, and goes along as what may be shown of it; it is logged as such."""
    beleid = _vraag(SleutelOpbouw())
    assert (beleid["principalId"], beleid["context"]["afnemerId"]) == ("nietecht", "demo")
    assert beleid["context"]["toegang"] == '{"25BE":["identificatie"]}'
    toegestaan = beleid["policyDocument"]["Statement"][0]
    assert toegestaan["Effect"] == "Allow"
    assert EVENT["methodArn"].rpartition("/")[0] + "/*" in toegestaan["Resource"]
    (regel,) = logboek.regels
    assert (regel["message"], regel["geldig"], regel["prefix"]) == ("sleutel", True, "nietecht")
    assert SLEUTEL not in logboek.tekst


@pytest.mark.parametrize(
    "kop", [None, "", "Bearer", f"Basic {SLEUTEL}", SLEUTEL, f"Bearer {SLEUTEL}x", "Bearer smk_kort"]
)
def test_wat_geen_sleutel_is_wordt_niet_opgezocht(kop: str | None, logboek: Logboek) -> None:
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
        pytest.param(BEKEND._replace(controlegetal="0" * 64), f"Bearer {SLEUTEL}", id="another-hash"),
    ],
)
def test_een_verkeerde_sleutel(bekend: Sleutelgegevens, kop: str, logboek: Logboek) -> None:
    """A wrong, unknown or expired key is refused in the one way that API Gateway makes 401 of."""
    with pytest.raises(NietGeauthenticeerd, match=r"^Unauthorized$"):
        _vraag(SleutelOpbouw(bekend), authorizationToken=kop)
    (regel,) = logboek.regels
    assert (regel["geldig"], regel.get("prefix")) == (False, None)
    assert "smk_" not in logboek.tekst


def test_een_event_zonder_sleutel() -> None:
    """An event without the header is refused as well."""
    with pytest.raises(NietGeauthenticeerd):
        maak_handler(SleutelOpbouw())({"type": "TOKEN", "methodArn": EVENT["methodArn"]}, None)


def test_een_register_dat_faalt_is_geen_401() -> None:
    """A register that cannot be read says nothing about the key: that is 500, not 401."""
    opbouw = SleutelOpbouw()
    opbouw.sleutels = StukRegister({}, PEPER)
    with pytest.raises(OpslagFout):
        _vraag(opbouw)
