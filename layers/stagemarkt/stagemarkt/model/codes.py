"""The codes of the field: their form, the spellings that are forgiven, and how each is written.

Every `lees_…` takes a text and gives its one spelling, or None when it is not such a code.
Plain code, no pydantic: a cached hit reads its question with these.
"""

import re
from typing import Final, Literal

CodeType = Literal["crebo", "keuzedeel"]

# The forms, as regular expressions that JSON Schema reads too.
LEERBEDRIJF_ID: Final = r"^[0-9A-Za-z]{1,40}$"
LEERPLAATS_ID: Final = r"^[0-9A-Za-z-]{1,60}$"
CREBO: Final = r"^[0-9]{5}$"
KEUZEDEEL: Final = r"^K[0-9]{4}$"
OPLEIDINGSCODE: Final = r"^([0-9]{5}|K[0-9]{4})$"
BRIN: Final = r"^[0-9]{2}[A-Z]{2}$"
OIN: Final = r"^[0-9A-Z]{20}$"
GUID: Final = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
POSTCODE: Final = r"^[1-9][0-9]{3} ?[A-Za-z]{2}$"

_OIN_OF_SCHOOL: Final = re.compile(r"00000007000([0-9]{2}[A-Z]{2})00000", re.ASCII)


def _read(form: str, text: str, flags: re.RegexFlag = re.NOFLAG) -> str | None:
    # ASCII throughout: other alphabets have digits, and letters whose capitals are ours.
    return text if re.fullmatch(form.strip("^$"), text, re.ASCII | flags) else None


def _read_in_capitals(form: str, text: str) -> str | None:
    parsed = _read(form, text, re.IGNORECASE)
    return None if parsed is None else parsed.upper()


def read_leerbedrijf_id(text: str) -> str | None:
    """Nine digits today, up to 40 letters and digits in old systems; capitals matter in the old ones."""
    return _read(LEERBEDRIJF_ID, text.strip())


def read_leerplaats_id(text: str) -> str | None:
    """Digits, or a GUID with a crebo behind it; each character counts, as SBB writes it."""
    return _read(LEERPLAATS_ID, text.strip())


def read_opleidingscode(text: str) -> str | None:
    """A crebo (`25998`) or a keuzedeel (`K0067`, also written `k0067`)."""
    return _read_in_capitals(OPLEIDINGSCODE, text.strip())


def code_type(code: str) -> CodeType:
    """Which of the two a code that `read_opleidingscode` gave is."""
    return "keuzedeel" if code.startswith("K") else "crebo"


def read_brin(text: str) -> str | None:
    """A school's BRIN: two digits, two letters (`99XX`, also written `99xx`)."""
    return _read_in_capitals(BRIN, text.strip())


def read_postcode(text: str) -> str | None:
    """A Dutch postcode without its space, in capitals: `1234 ab` gives `1234AB`."""
    return _read_in_capitals(r"[1-9][0-9]{3}[A-Z]{2}", re.sub(r"\s", "", text))


def brin_of_oin(oin: str) -> str | None:
    """The BRIN inside a school's OIN (`00000007` `000` BRIN `00000`), None for any other OIN."""
    hit = _OIN_OF_SCHOOL.fullmatch(oin)
    return hit[1] if hit else None


def oin_of_school(brin: str) -> str:
    """The OIN of a school: 20 characters around its BRIN."""
    return f"00000007000{brin}00000"
