"""The local stack with another White Label endpoint in the simulator's place."""

from pathlib import Path
from typing import Any

from local.sbb import examples as vb
from local.sbb.simulator import Simulator
from local.settings import AndereSbb, Instellingen
from local.stack import Stapel
from tests.e2e.client import Facade


def test_een_ander_eindpunt(tmp_path: Path) -> None:
    """Another White Label endpoint takes the simulator's place; the BRIN comes out of the certificate.

    What a signaalcode means there is a setting.
    """
    meldingen: list[str] = []
    with Simulator(tmp_path / "elders") as elders:
        beschrijving: dict[str, Any] = elders.beschrijving()
        school = beschrijving["scholen"]["99XZ"]
        sbb = AndereSbb(
            url=elders.url,
            ca=elders.pki.ca,
            certificaat=Path(school["clientCert"]),
            sleutel=Path(school["clientKey"]),
            licentie=school["licentie"],
            oin=beschrijving["ontvangerOin"],
            school_brin=None,
            namespace=None,
            soapaction=None,
        )
        codes = "101:code-onbekend"
        stapel = Stapel(Instellingen(tmp_path / "hier", signaalcodes=codes, sbb=sbb), meld=meldingen.append)
        stack = stapel.omhoog()
        try:
            assert (stack["schoolBrin"], stack["sbbUrl"]) == ("99XZ", elders.url)
            with Facade(tmp_path / "hier", bediening=False) as facade:
                assert facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}").status_code == 200
                onbekend = facade.vraag("/leerbedrijven/999999999").json()
                assert (onbekend["code"], onbekend["bron"]["signaalcode"]) == ("code-onbekend", 101)
        finally:
            stapel.omlaag()
    assert not any(melding.startswith("Warning") for melding in meldingen)


def test_een_certificaat_dat_er_vreemd_uitziet(tmp_path: Path) -> None:
    """A certificate without an OIN is a warning: the licence holder may know better."""
    with Simulator(tmp_path / "elders") as elders:
        sbb = AndereSbb(
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
        meldingen: list[str] = []
        stapel = Stapel(Instellingen(tmp_path / "hier", sbb=sbb), meld=meldingen.append)
        try:
            assert stapel.omhoog()["schoolBrin"] == "99XX"
        finally:
            stapel.omlaag()
    assert any("serialNumber" in melding for melding in meldingen)
