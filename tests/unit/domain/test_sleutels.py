"""Keys: how one is read, hashed and judged."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stagemarkt.domain.access import (
    GEBRUIK_PER,
    Aangeboden,
    controlegetal,
    is_geldig,
    leeft,
    lees_sleutel,
    moet_gebruik_melden,
    nieuwe_sleutel,
)
from stagemarkt.model.toegang import Sleutelgegevens

from tests.unit.fakes import NU

PEPER = b"peper"
GEHEIM = "DitIsGeenEchteSleutel-DitIsGeenEchteSleutel"
SLEUTEL = f"smk_nietecht_{GEHEIM}"
AANGEBODEN = Aangeboden("nietecht", SLEUTEL)
VORM = re.compile(r"smk_[0-9a-z]{8}_[0-9A-Za-z_-]{43}")


def _bekend(sleutel: str = SLEUTEL, peper: bytes = PEPER, verloopt_op: int | None = None) -> Sleutelgegevens:
    return Sleutelgegevens("nietecht", controlegetal(sleutel, peper), "demo", 1, verloopt_op)


@pytest.mark.parametrize("schema", ["Bearer ", "bearer ", "BEARER ", "Bearer   "])
def test_een_sleutel_wordt_gelezen(schema: str) -> None:
    """The scheme is written in any case, with one space or more."""
    assert lees_sleutel(schema + SLEUTEL) == AANGEBODEN


@pytest.mark.parametrize(
    "kop",
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
        f"Bearer SMK_nietecht_{GEHEIM}",
        f"Bearer smk_NietEcht_{GEHEIM}",
        f"Bearer smk_niet_{GEHEIM}",
        f"Bearer smk_nietecht_{GEHEIM[:-1]}\u00e9",
        f"Bearer smk_\u0661ietecht_{GEHEIM}",
        f"\u212aearer {SLEUTEL}",
    ],
)
def test_wat_geen_sleutel_is(kop: str) -> None:
    """Another scheme, another form, another alphabet or anything around it is no key."""
    assert lees_sleutel(kop) is None


@given(st.text() | st.from_regex(r"(?i)bearer +smk_[0-9a-z]{7,9}_[0-9A-Za-z_-]{42,44}", fullmatch=True))
@example(f"Bearer {SLEUTEL}")
def test_lezen_gaat_nooit_stuk(kop: str) -> None:
    """Whatever is sent, it is read as a whole, well-formed key with its own prefix, or as none."""
    gelezen = lees_sleutel(kop)
    if gelezen is not None:
        assert VORM.fullmatch(gelezen.sleutel)
        assert kop.endswith(gelezen.sleutel)
        assert gelezen.prefix == gelezen.sleutel.split("_")[1]


def test_een_nieuwe_sleutel_wordt_gelezen() -> None:
    """A new key has the form that is read, and no two are alike."""
    nieuw = {nieuwe_sleutel() for _ in range(50)}
    assert len(nieuw) == 50
    assert all(lees_sleutel(f"Bearer {een.sleutel}") == een for een in nieuw)


def test_het_controlegetal_staat_vast() -> None:
    """The hash never changes, or every key would be void: HMAC-SHA-256 of the whole key, in hex."""
    assert controlegetal(SLEUTEL, PEPER) == (
        "db0ea0f4e30713ab01c02304ba71d1ff1a4711b6412ac190ccc1798df11cbd02"
    )
    assert controlegetal(SLEUTEL, b"zout") != controlegetal(SLEUTEL, PEPER)


@pytest.mark.parametrize(
    ("bekend", "geldig"),
    [
        pytest.param(_bekend(), True, id="right"),
        pytest.param(_bekend(verloopt_op=NU + 1), True, id="its-last-second"),
        pytest.param(_bekend(verloopt_op=NU), False, id="just-expired"),
        pytest.param(_bekend(verloopt_op=0), False, id="expired-long-ago"),
        pytest.param(_bekend(SLEUTEL[:-1] + "x"), False, id="another-secret-behind-the-prefix"),
        pytest.param(_bekend(peper=b"zout"), False, id="another-pepper"),
        pytest.param(_bekend()._replace(controlegetal=""), False, id="no-hash"),
        pytest.param(_bekend()._replace(controlegetal=SLEUTEL), False, id="the-key-itself"),
        pytest.param(_bekend()._replace(controlegetal="0" * 64), False, id="zeroes"),
        pytest.param(_bekend()._replace(controlegetal="é" * 64), False, id="no-ascii"),
        pytest.param(_bekend()._replace(ingetrokken_op=NU), False, id="withdrawn"),
        pytest.param(_bekend()._replace(ingetrokken_op=NU + 9), False, id="withdrawn-by-a-clock-ahead"),
        pytest.param(None, False, id="unknown"),
    ],
)
def test_is_geldig(bekend: Sleutelgegevens | None, *, geldig: bool) -> None:
    """Only the key that is known, in its time."""
    assert is_geldig(AANGEBODEN, bekend, PEPER, NU) is geldig


@pytest.mark.parametrize("verloopt_op", [None, NU, NU + 1])
@pytest.mark.parametrize("ingetrokken_op", [None, 1])
def test_leeft(verloopt_op: int | None, ingetrokken_op: int | None) -> None:
    """A key lives until its end, unless it was withdrawn."""
    sleutel = _bekend(verloopt_op=verloopt_op)._replace(ingetrokken_op=ingetrokken_op)
    assert leeft(sleutel, NU) == (ingetrokken_op is None and verloopt_op != NU)


@pytest.mark.parametrize(
    ("laatst", "melden"),
    [(None, True), (NU, False), (NU - GEBRUIK_PER + 1, False), (NU - GEBRUIK_PER, True), (NU + 60, False)],
)
def test_gebruik_wordt_nu_en_dan_gemeld(laatst: int | None, *, melden: bool) -> None:
    """That a key is in use is noted the first time and then once in a while; a clock ahead writes nothing."""
    assert moet_gebruik_melden(_bekend()._replace(laatst_gebruikt_op=laatst), NU) is melden
