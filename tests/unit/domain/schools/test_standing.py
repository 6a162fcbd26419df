"""How a school stands with SBB, judged."""

import pytest
from stagemarkt.domain.schools.certificate_watch import DAG
from stagemarkt.domain.schools.standing import beoordeel_school
from stagemarkt.ports.standing import Certificaatstand, Schooltoestand, Soort, Weigering
from stagemarkt.web.output.school_status import maak_inhoud

from tests.unit.fakes import NU, SCHOOL

VINGERAFDRUK, MERK = "aa" * 32, "1234abcd"


def _stand(dagen: int, van: int = -1) -> Certificaatstand:
    return Certificaatstand(VINGERAFDRUK, NU + van * DAG, NU + dagen * DAG, NU - 10, licentiemerk=MERK)


GOED = Schooltoestand(
    NU - 5, certificaat=_stand(100), geslaagd={VINGERAFDRUK: NU - 5, MERK: NU - 5, "bb" * 32: NU - 500}
)
# Both replaced: what SBB took was what stood there before.
VERVANGEN = GOED._replace(certificaat=_stand(100)._replace(vingerafdruk="cc" * 32, licentiemerk="0000ffff"))
TOESTANDEN = [
    pytest.param(Schooltoestand(), ("onbekend", "onbekend", "onbekend", None), id="nothing-known"),
    pytest.param(GOED, ("in-orde", "in-orde", "in-orde", 100), id="well"),
    pytest.param(Schooltoestand(NU), ("in-orde", "in-orde", "in-orde", None), id="well-not-looked-at"),
    pytest.param(
        Schooltoestand(certificaat=_stand(90)),
        ("onbekend", "nog-niet-geprobeerd", "nog-niet-geprobeerd", 90),
        id="not-asked",
    ),
    pytest.param(
        GOED._replace(certificaat=_stand(60)), ("let-op", "verloopt", "in-orde", 60), id="expires-soon"
    ),
    pytest.param(GOED._replace(certificaat=_stand(0)), ("verstoord", "verlopen", "in-orde", 0), id="expired"),
    pytest.param(
        GOED._replace(certificaat=_stand(99, van=1)),
        ("verstoord", "nog-niet-geldig", "in-orde", 99),
        id="not-yet-valid",
    ),
    pytest.param(
        GOED._replace(weigeringen={"certificaat": Weigering(NU)}),
        ("verstoord", "geweigerd", "in-orde", 100),
        id="certificate-refused",
    ),
    pytest.param(
        GOED._replace(weigeringen={"certificaat": Weigering(NU - 9), "licentie": Weigering(NU - 9)}),
        ("in-orde", "in-orde", "in-orde", 100),
        id="refused-before",
    ),
    pytest.param(
        GOED._replace(weigeringen={"licentie": Weigering(NU, 996)}),
        ("verstoord", "in-orde", "geweigerd", 100),
        id="licence-refused",
    ),
    pytest.param(
        GOED._replace(weigeringen={"wisseling": Weigering(NU - 9)}),
        ("let-op", "terugval", "in-orde", 100),
        id="on-the-previous-one",
    ),
    pytest.param(
        GOED._replace(weigeringen={"wisseling": Weigering(NU - 9, hersteld_op=NU - 8)}),
        ("in-orde", "in-orde", "in-orde", 100),
        id="on-the-new-one-again",
    ),
    pytest.param(
        VERVANGEN,
        ("onbekend", "nog-niet-geprobeerd", "nog-niet-geprobeerd", 100),
        id="both-replaced",
    ),
    pytest.param(
        VERVANGEN._replace(geslaagd={**VERVANGEN.geslaagd, "cc" * 32: NU - 1}),
        ("onbekend", "in-orde", "nog-niet-geprobeerd", 100),
        id="licence-not-tried",
    ),
    pytest.param(
        GOED._replace(certificaat=_stand(100)._replace(vingerafdruk="cc" * 32)),
        ("onbekend", "nog-niet-geprobeerd", "in-orde", 100),
        id="certificate-not-tried",
    ),
    pytest.param(
        GOED._replace(certificaat=_stand(30)._replace(vingerafdruk="cc" * 32)),
        ("let-op", "verloopt", "in-orde", 30),
        id="not-tried-and-expires-soon",
    ),
    pytest.param(
        VERVANGEN._replace(weigeringen={"certificaat": Weigering(NU, merk=VINGERAFDRUK)}),
        ("onbekend", "nog-niet-geprobeerd", "nog-niet-geprobeerd", 100),
        id="refused-was-the-one-before",
    ),
    pytest.param(
        VERVANGEN._replace(weigeringen={"licentie": Weigering(NU, 996, merk=MERK)}),
        ("onbekend", "nog-niet-geprobeerd", "nog-niet-geprobeerd", 100),
        id="refused-was-the-licence-before",
    ),
    pytest.param(
        VERVANGEN._replace(weigeringen={"certificaat": Weigering(NU - 9, merk="cc" * 32)}),
        ("verstoord", "geweigerd", "nog-niet-geprobeerd", 100),
        id="the-new-one-refused-though-the-old-one-went-well-after",
    ),
    pytest.param(
        VERVANGEN._replace(weigeringen={"wisseling": Weigering(NU - 9, merk="cc" * 32)}),
        ("let-op", "terugval", "nog-niet-geprobeerd", 100),
        id="the-new-one-refused-the-old-one-serves",
    ),
    pytest.param(
        GOED._replace(weigeringen={"certificaat": Weigering(NU - 9, merk=VINGERAFDRUK)}),
        ("in-orde", "in-orde", "in-orde", 100),
        id="refused-before-and-taken-since",
    ),
    pytest.param(
        GOED._replace(onbruikbaar="onleesbaar"),
        ("verstoord", "onbruikbaar", "in-orde", 100),
        id="secret-of-no-use",
    ),
]


@pytest.mark.parametrize(("toestand", "oordeel"), TOESTANDEN)
def test_beoordeel_school(toestand: Schooltoestand, oordeel: tuple[object, ...]) -> None:
    """Certificate and licence each, and the worst of both."""
    assert beoordeel_school(toestand, NU)[:4] == oordeel


@pytest.mark.parametrize(("toestand", "oordeel"), TOESTANDEN)
@pytest.mark.parametrize("taal", ["nl", "en"])
def test_een_zin_om_voor_te_lezen(toestand: Schooltoestand, oordeel: tuple[object, ...], taal: str) -> None:
    """Each judgement has its sentence, whole, in both languages; the certificate itself is not told."""
    inhoud = maak_inhoud(SCHOOL, toestand, NU, "en" if taal == "en" else "nl")
    assert inhoud["school"] == SCHOOL
    assert (inhoud["status"], inhoud["certificaat"]["status"], inhoud["licentie"]["status"]) == oordeel[:3]
    for deel in ("certificaat", "licentie"):
        assert inhoud[deel]["uitleg"].endswith(".")
        assert not {"{", "None"} & set(inhoud[deel]["uitleg"].split())
    assert inhoud["certificaat"].get("dagenOver") == oordeel[3]
    assert "aaaa" not in str(inhoud)
    # Of a refusal it is told when, and by which code if SBB gave one.
    assert ("laatsteWeigering" in inhoud["licentie"]) == ("licentie" in toestand.weigeringen)


def test_de_laatste_weigering_telt() -> None:
    """Of a refused certificate and a refused new one the later is told, with SBB's code."""
    weigeringen: dict[Soort, Weigering] = {
        "certificaat": Weigering(NU - 5, 997),
        "wisseling": Weigering(NU - 9),
    }
    inhoud = maak_inhoud(SCHOOL, GOED._replace(weigeringen=weigeringen), NU, "nl")
    assert inhoud["certificaat"]["laatsteWeigering"] == {
        "tijdstip": "2026-09-01T09:59:55Z",
        "signaalcode": 997,
    }


def test_wanneer_sbb_het_accepteerde() -> None:
    """When SBB took this very certificate and licence is told; what was before says nothing of it."""
    inhoud = maak_inhoud(SCHOOL, GOED, NU, "nl")
    assert (
        inhoud["certificaat"]["geaccepteerdOp"]
        == inhoud["licentie"]["geaccepteerdOp"]
        == ("2026-09-01T09:59:55Z")
    )
    vervangen = maak_inhoud(SCHOOL, VERVANGEN._replace(certificaat=_stand(30)), NU, "nl")
    assert "geaccepteerdOp" in vervangen["certificaat"]
    anders = _stand(30)._replace(vingerafdruk="cc" * 32, licentiemerk="0000ffff")
    vervangen = maak_inhoud(SCHOOL, GOED._replace(certificaat=anders), NU, "nl")
    assert "geaccepteerdOp" not in vervangen["certificaat"] | vervangen["licentie"]
    assert vervangen["certificaat"]["uitleg"].endswith("Het is nog niet bij SBB geprobeerd.")
