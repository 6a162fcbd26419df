"""What may be kept under the operator's choice, and for how long."""

import pytest
from stagemarkt.domain.cache.retention import (
    DETAILGEGEVENS,
    IDENTIFICATIE,
    KINDS,
    AnswerKind,
    CacheMode,
    Duration,
    as_chosen,
    may_keep,
)

IMPERSONAL = AnswerKind("aantallen", personal_data=False, duration=Duration(60, 120), nothing=Duration(1, 2))


@pytest.mark.parametrize(
    ("kind", "mode", "may"),
    [
        (IDENTIFICATIE, CacheMode.FULL, True),
        (IDENTIFICATIE, CacheMode.WITHOUT_PERSONAL_DATA, False),
        (IDENTIFICATIE, CacheMode.OFF, False),
        (IMPERSONAL, CacheMode.FULL, True),
        (IMPERSONAL, CacheMode.WITHOUT_PERSONAL_DATA, True),
        (IMPERSONAL, CacheMode.OFF, False),
    ],
)
def test_may_keep(kind: AnswerKind, mode: CacheMode, *, may: bool) -> None:
    """All, all but what can be about a person, or nothing."""
    assert may_keep(kind, mode) is may


def test_an_identificatie_is_personal_and_fresh_for_a_day() -> None:
    """A one-person business is a person: an identification counts as personal, and is fresh for a day."""
    assert IDENTIFICATIE.personal_data
    assert IDENTIFICATIE.duration.fresh == 86_400


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_table(kind: AnswerKind) -> None:
    """Each kind ends, survives its freshness, and keeps "nothing" for less long than something."""
    assert 0 < kind.duration.fresh < kind.duration.verloopt <= 7 * 86_400
    assert 0 < kind.nothing.fresh < kind.nothing.verloopt <= kind.duration.fresh


def test_as_chosen() -> None:
    """The operator chooses per kind, and for "nothing" of all kinds; the rest keeps its default."""
    durations = {"identificatie": Duration(1, 2), "niets": Duration(3, 4)}
    assert as_chosen(IDENTIFICATIE, durations) == IDENTIFICATIE._replace(
        duration=Duration(1, 2), nothing=Duration(3, 4)
    )
    assert as_chosen(DETAILGEGEVENS, durations) == DETAILGEGEVENS._replace(nothing=Duration(3, 4))
    assert as_chosen(DETAILGEGEVENS, {}) == DETAILGEGEVENS
