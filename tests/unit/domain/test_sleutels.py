"""Keys: how one is read, hashed and judged."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stagemarkt.domain.access import (
    USAGE_PER,
    PresentedKey,
    checksum,
    is_alive,
    is_valid,
    must_report_usage,
    new_sleutel,
    read_sleutel,
)
from stagemarkt.model.toegang import SleutelData

from tests.unit.fakes.composition import NOW

PEPPER = b"peper"
RANDOM_PART = "DitIsGeenEchteSleutel-DitIsGeenEchteSleutel"
SLEUTEL = f"smk_nietecht_{RANDOM_PART}"
PRESENTED = PresentedKey("nietecht", SLEUTEL)
VORM = re.compile(r"smk_[0-9a-z]{8}_[0-9A-Za-z_-]{43}")


def _known(sleutel: str = SLEUTEL, pepper: bytes = PEPPER, expires_at: int | None = None) -> SleutelData:
    return SleutelData("nietecht", checksum(sleutel, pepper), "demo", 1, expires_at)


@pytest.mark.parametrize("schema", ["Bearer ", "bearer ", "BEARER ", "Bearer   "])
def test_a_sleutel_is_read(schema: str) -> None:
    """The scheme is written in any case, with one space or more."""
    assert read_sleutel(schema + SLEUTEL) == PRESENTED


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        SLEUTEL,
        f"Basic {SLEUTEL}",
        f"Bearer{SLEUTEL}",
        f"Bearer\t{SLEUTEL}",
        f"Bearer {SLEUTEL} ",
        f"Bearer {SLEUTEL}\n",
        f" Bearer {SLEUTEL}",
        f"Bearer {SLEUTEL}, Bearer {SLEUTEL}",
        f"Bearer {SLEUTEL}x",
        f"Bearer {SLEUTEL[:-1]}",
        f"Bearer SMK_nietecht_{RANDOM_PART}",
        f"Bearer smk_NietEcht_{RANDOM_PART}",
        f"Bearer smk_niet_{RANDOM_PART}",
        f"Bearer smk_nietecht_{RANDOM_PART[:-1]}\u00e9",
        f"Bearer smk_\u0661ietecht_{RANDOM_PART}",
        f"\u212aearer {SLEUTEL}",
    ],
)
def test_what_is_no_sleutel(header: str) -> None:
    """Another scheme, another form, another alphabet or anything around it is no key."""
    assert read_sleutel(header) is None


@given(st.text() | st.from_regex(r"(?i)bearer +smk_[0-9a-z]{7,9}_[0-9A-Za-z_-]{42,44}", fullmatch=True))
@example(f"Bearer {SLEUTEL}")
def test_reading_never_crashes(header: str) -> None:
    """Whatever is sent, it is read as a whole, well-formed key with its own prefix, or as none."""
    parsed = read_sleutel(header)
    if parsed is not None:
        assert VORM.fullmatch(parsed.sleutel)
        assert header.endswith(parsed.sleutel)
        assert parsed.prefix == parsed.sleutel.split("_")[1]


def test_a_new_sleutel_is_read() -> None:
    """A new key has the form that is read, and no two are alike."""
    new = {new_sleutel() for _ in range(50)}
    assert len(new) == 50
    assert all(read_sleutel(f"Bearer {one.sleutel}") == one for one in new)


def test_the_checksum_is_fixed() -> None:
    """The hash never changes, or every key would be void: HMAC-SHA-256 of the whole key, in hex."""
    assert checksum(SLEUTEL, PEPPER) == ("db0ea0f4e30713ab01c02304ba71d1ff1a4711b6412ac190ccc1798df11cbd02")
    assert checksum(SLEUTEL, b"zout") != checksum(SLEUTEL, PEPPER)


@pytest.mark.parametrize(
    ("known", "valid"),
    [
        pytest.param(_known(), True, id="right"),
        pytest.param(_known(expires_at=NOW + 1), True, id="its-last-second"),
        pytest.param(_known(expires_at=NOW), False, id="just-expired"),
        pytest.param(_known(expires_at=0), False, id="expired-long-ago"),
        pytest.param(_known(SLEUTEL[:-1] + "x"), False, id="another-secret-behind-the-prefix"),
        pytest.param(_known(pepper=b"zout"), False, id="another-pepper"),
        pytest.param(_known()._replace(checksum=""), False, id="no-hash"),
        pytest.param(_known()._replace(checksum=SLEUTEL), False, id="the-key-itself"),
        pytest.param(_known()._replace(checksum="0" * 64), False, id="zeroes"),
        pytest.param(_known()._replace(checksum="é" * 64), False, id="no-ascii"),
        pytest.param(_known()._replace(revoked_at=NOW), False, id="withdrawn"),
        pytest.param(_known()._replace(revoked_at=NOW + 9), False, id="withdrawn-by-a-clock-ahead"),
        pytest.param(None, False, id="unknown"),
    ],
)
def test_is_valid(known: SleutelData | None, *, valid: bool) -> None:
    """Only the key that is known, in its time."""
    assert is_valid(PRESENTED, known, PEPPER, NOW) is valid


@pytest.mark.parametrize("expires_at", [None, NOW, NOW + 1])
@pytest.mark.parametrize("revoked_at", [None, 1])
def test_is_alive(expires_at: int | None, revoked_at: int | None) -> None:
    """A key lives until its end, unless it was withdrawn."""
    sleutel = _known(expires_at=expires_at)._replace(revoked_at=revoked_at)
    assert is_alive(sleutel, NOW) == (revoked_at is None and expires_at != NOW)


@pytest.mark.parametrize(
    ("last", "listeners"),
    [(None, True), (NOW, False), (NOW - USAGE_PER + 1, False), (NOW - USAGE_PER, True), (NOW + 60, False)],
)
def test_usage_is_reported_now_and_then(last: int | None, *, listeners: bool) -> None:
    """That a key is in use is noted the first time and then once in a while; a clock ahead writes nothing."""
    assert must_report_usage(_known()._replace(last_used_at=last), NOW) is listeners
