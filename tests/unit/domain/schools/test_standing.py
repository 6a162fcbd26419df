"""How a school stands with SBB, judged."""

import pytest
from stagemarkt.domain.schools.certificate_watch import DAY
from stagemarkt.domain.schools.standing import judge_school
from stagemarkt.ports.standing import CertificateState, KeptStanding, Refusal, RefusalKind
from stagemarkt.web.output.school_status import build_content

from tests.unit.fakes.composition import NOW, SCHOOL

FINGERPRINT, MARK = "aa" * 32, "1234abcd"


def _state(days: int, van: int = -1) -> CertificateState:
    return CertificateState(FINGERPRINT, NOW + van * DAY, NOW + days * DAY, NOW - 10, licentie_mark=MARK)


GOOD = KeptStanding(
    NOW - 5, certificaat=_state(100), passed={FINGERPRINT: NOW - 5, MARK: NOW - 5, "bb" * 32: NOW - 500}
)
# Both replaced: what SBB took was what stood there before.
REPLACED = GOOD._replace(certificaat=_state(100)._replace(fingerprint="cc" * 32, licentie_mark="0000ffff"))
STATES = [
    pytest.param(KeptStanding(), ("onbekend", "onbekend", "onbekend", None), id="nothing-known"),
    pytest.param(GOOD, ("in-orde", "in-orde", "in-orde", 100), id="well"),
    pytest.param(KeptStanding(NOW), ("in-orde", "in-orde", "in-orde", None), id="well-not-looked-at"),
    pytest.param(
        KeptStanding(certificaat=_state(90)),
        ("onbekend", "nog-niet-geprobeerd", "nog-niet-geprobeerd", 90),
        id="not-asked",
    ),
    pytest.param(
        GOOD._replace(certificaat=_state(60)), ("let-op", "verloopt", "in-orde", 60), id="expires-soon"
    ),
    pytest.param(GOOD._replace(certificaat=_state(0)), ("verstoord", "verlopen", "in-orde", 0), id="expired"),
    pytest.param(
        GOOD._replace(certificaat=_state(99, van=1)),
        ("verstoord", "nog-niet-geldig", "in-orde", 99),
        id="not-yet-valid",
    ),
    pytest.param(
        GOOD._replace(refusals={"certificaat": Refusal(NOW)}),
        ("verstoord", "geweigerd", "in-orde", 100),
        id="certificate-refused",
    ),
    pytest.param(
        GOOD._replace(refusals={"certificaat": Refusal(NOW - 9), "licentie": Refusal(NOW - 9)}),
        ("in-orde", "in-orde", "in-orde", 100),
        id="refused-before",
    ),
    pytest.param(
        GOOD._replace(refusals={"licentie": Refusal(NOW, 996)}),
        ("verstoord", "in-orde", "geweigerd", 100),
        id="licence-refused",
    ),
    pytest.param(
        GOOD._replace(refusals={"wisseling": Refusal(NOW - 9)}),
        ("let-op", "terugval", "in-orde", 100),
        id="on-the-previous-one",
    ),
    pytest.param(
        GOOD._replace(refusals={"wisseling": Refusal(NOW - 9, recovered_at=NOW - 8)}),
        ("in-orde", "in-orde", "in-orde", 100),
        id="on-the-new-one-again",
    ),
    pytest.param(
        REPLACED,
        ("onbekend", "nog-niet-geprobeerd", "nog-niet-geprobeerd", 100),
        id="both-replaced",
    ),
    pytest.param(
        REPLACED._replace(passed={**REPLACED.passed, "cc" * 32: NOW - 1}),
        ("onbekend", "in-orde", "nog-niet-geprobeerd", 100),
        id="licence-not-tried",
    ),
    pytest.param(
        GOOD._replace(certificaat=_state(100)._replace(fingerprint="cc" * 32)),
        ("onbekend", "nog-niet-geprobeerd", "in-orde", 100),
        id="certificate-not-tried",
    ),
    pytest.param(
        GOOD._replace(certificaat=_state(30)._replace(fingerprint="cc" * 32)),
        ("let-op", "verloopt", "in-orde", 30),
        id="not-tried-and-expires-soon",
    ),
    pytest.param(
        REPLACED._replace(refusals={"certificaat": Refusal(NOW, merk=FINGERPRINT)}),
        ("onbekend", "nog-niet-geprobeerd", "nog-niet-geprobeerd", 100),
        id="refused-was-the-one-before",
    ),
    pytest.param(
        REPLACED._replace(refusals={"licentie": Refusal(NOW, 996, merk=MARK)}),
        ("onbekend", "nog-niet-geprobeerd", "nog-niet-geprobeerd", 100),
        id="refused-was-the-licence-before",
    ),
    pytest.param(
        REPLACED._replace(refusals={"certificaat": Refusal(NOW - 9, merk="cc" * 32)}),
        ("verstoord", "geweigerd", "nog-niet-geprobeerd", 100),
        id="the-new-one-refused-though-the-old-one-went-well-after",
    ),
    pytest.param(
        REPLACED._replace(refusals={"wisseling": Refusal(NOW - 9, merk="cc" * 32)}),
        ("let-op", "terugval", "nog-niet-geprobeerd", 100),
        id="the-new-one-refused-the-old-one-serves",
    ),
    pytest.param(
        GOOD._replace(refusals={"certificaat": Refusal(NOW - 9, merk=FINGERPRINT)}),
        ("in-orde", "in-orde", "in-orde", 100),
        id="refused-before-and-taken-since",
    ),
    pytest.param(
        GOOD._replace(unusable="onleesbaar"),
        ("verstoord", "onbruikbaar", "in-orde", 100),
        id="secret-of-no-use",
    ),
]


@pytest.mark.parametrize(("condition", "judgement"), STATES)
def test_judge_school(condition: KeptStanding, judgement: tuple[object, ...]) -> None:
    """Certificate and licence each, and the worst of both."""
    assert judge_school(condition, NOW)[:4] == judgement


@pytest.mark.parametrize(("condition", "judgement"), STATES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_sentence_to_read_aloud(
    condition: KeptStanding, judgement: tuple[object, ...], language: str
) -> None:
    """Each judgement has its sentence, whole, in both languages; the certificate itself is not told."""
    content = build_content(SCHOOL, condition, NOW, "en" if language == "en" else "nl")
    assert content["school"] == SCHOOL
    assert (content["status"], content["certificaat"]["status"], content["licentie"]["status"]) == judgement[
        :3
    ]
    for part in ("certificaat", "licentie"):
        assert content[part]["uitleg"].endswith(".")
        assert not {"{", "None"} & set(content[part]["uitleg"].split())
    assert content["certificaat"].get("dagenOver") == judgement[3]
    assert "aaaa" not in str(content)
    # Of a refusal it is told when, and by which code if SBB gave one.
    assert ("laatsteWeigering" in content["licentie"]) == ("licentie" in condition.refusals)


def test_the_last_refusal_counts() -> None:
    """Of a refused certificate and a refused new one the later is told, with SBB's code."""
    refusals: dict[RefusalKind, Refusal] = {
        "certificaat": Refusal(NOW - 5, 997),
        "wisseling": Refusal(NOW - 9),
    }
    content = build_content(SCHOOL, GOOD._replace(refusals=refusals), NOW, "nl")
    assert content["certificaat"]["laatsteWeigering"] == {
        "tijdstip": "2026-09-01T09:59:55Z",
        "signaalcode": 997,
    }


def test_when_sbb_accepted_it() -> None:
    """When SBB took this very certificate and licence is told; what was before says nothing of it."""
    content = build_content(SCHOOL, GOOD, NOW, "nl")
    assert (
        content["certificaat"]["geaccepteerdOp"]
        == content["licentie"]["geaccepteerdOp"]
        == ("2026-09-01T09:59:55Z")
    )
    replaced = build_content(SCHOOL, REPLACED._replace(certificaat=_state(30)), NOW, "nl")
    assert "geaccepteerdOp" in replaced["certificaat"]
    otherwise = _state(30)._replace(fingerprint="cc" * 32, licentie_mark="0000ffff")
    replaced = build_content(SCHOOL, GOOD._replace(certificaat=otherwise), NOW, "nl")
    assert "geaccepteerdOp" not in replaced["certificaat"] | replaced["licentie"]
    assert replaced["certificaat"]["uitleg"].endswith("Het is nog niet bij SBB geprobeerd.")
