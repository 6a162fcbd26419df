"""The local stack with another White Label endpoint in the simulator's place."""

from pathlib import Path
from typing import Any

from local.sbb.register import examples
from local.sbb.simulator import Simulator
from local.settings import OtherSbb, Settings
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient


def test_another_endpoint(tmp_path: Path) -> None:
    """Another White Label endpoint takes the simulator's place; the BRIN comes out of the certificate.

    What a signaalcode means there is a setting.
    """
    notices: list[str] = []
    with Simulator(tmp_path / "elders") as elders:
        description: dict[str, Any] = elders.description()
        school = description["scholen"]["99XZ"]
        sbb = OtherSbb(
            url=elders.url,
            ca=elders.pki.ca,
            certificaat=Path(school["clientCert"]),
            sleutel=Path(school["clientKey"]),
            licentie=school["licentie"],
            oin=description["ontvangerOin"],
            school_brin=None,
            namespace=None,
            soapaction=None,
        )
        codes = "101:code-onbekend"
        this_stack = LocalStack(
            Settings(tmp_path / "hier", signaalcodes=codes, sbb=sbb), report=notices.append
        )
        stack = this_stack.up()
        try:
            assert (stack["schoolBrin"], stack["sbbUrl"]) == ("99XZ", elders.url)
            with FacadeClient(tmp_path / "hier", bediening=False) as facade:
                assert facade.question(f"/leerbedrijven/{examples.SHOWPIECE}").status_code == 200
                unknown = facade.question("/leerbedrijven/999999999").json()
                assert (unknown["code"], unknown["bron"]["signaalcode"]) == ("code-onbekend", 101)
        finally:
            this_stack.down()
    assert not any(notice.startswith("Warning") for notice in notices)


def test_an_odd_looking_certificate(tmp_path: Path) -> None:
    """A certificate without an OIN is a warning: the licence holder may know better."""
    with Simulator(tmp_path / "elders") as elders:
        sbb = OtherSbb(
            url=elders.url,
            ca=elders.pki.ca,
            certificaat=elders.pki.server.cert,
            sleutel=elders.pki.server.key,
            licentie="x",
            oin="00000003273711120000",
            school_brin=None,
            namespace=None,
            soapaction=None,
        )
        notices: list[str] = []
        this_stack = LocalStack(Settings(tmp_path / "hier", sbb=sbb), report=notices.append)
        try:
            assert this_stack.up()["schoolBrin"] == "99XX"
        finally:
            this_stack.down()
    assert any("serialNumber" in notice for notice in notices)
