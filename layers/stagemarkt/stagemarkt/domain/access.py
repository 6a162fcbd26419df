"""Who may call what, for which school: pure decisions over what is known of a key."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from stagemarkt.model.codes import read_brin
from stagemarkt.model.errors import (
    Bilingual,
    InputError,
    InvalidInput,
    NoToegang,
    SchoolNotAllowed,
    SchoolRequired,
)
from stagemarkt.model.toegang import Rights, SleutelData, Toegang

SCHOOL_HEADER: Final = "Namens-School"
# A second key lets a caller change over without a moment without one; a third would only be forgotten.
MAX_SLEUTELS: Final = 2
# That a key is in use is noted no more often than this, in seconds.
USAGE_PER: Final = 300
# Schools that a text names at most.
_MAX_NAMED: Final = 20
# In the place of a scope: whatever the key may do for the school, it may do this.
ANY: Final = "elke"
# `smk_` makes a key recognisable to whoever scans repositories for secrets; the prefix may be shown.
_SLEUTEL: Final = re.compile(r"smk_([0-9a-z]{8})_[0-9A-Za-z_-]{43}", re.ASCII)
_BEARER: Final = re.compile(r"bearer +(\S+)", re.IGNORECASE | re.ASCII)


class PresentedKey(NamedTuple):
    """A key as a caller presented it: well-formed, not yet known to be right."""

    prefix: str
    sleutel: str


def read_sleutel(authorization: str) -> PresentedKey | None:
    """The key in an `Authorization` header; None for another scheme or another form."""
    bearer = _BEARER.fullmatch(authorization)
    hit = _SLEUTEL.fullmatch(bearer[1]) if bearer else None
    return PresentedKey(hit[1], hit[0]) if hit else None


def checksum(sleutel: str, pepper: bytes) -> str:
    """The keyed hash under which a key is known: useless to who steals the table without the secret."""
    return hmac.new(pepper, sleutel.encode(), hashlib.sha256).hexdigest()


def is_alive(sleutel: SleutelData, now: int) -> bool:
    """Whether this key is neither withdrawn nor expired at `now` (seconds since 1970)."""
    return sleutel.revoked_at is None and (sleutel.expires_at is None or now < sleutel.expires_at)


def is_valid(offered: PresentedKey, known: SleutelData | None, pepper: bytes, now: int) -> bool:
    """Whether this key is the one that is known, and alive at `now` (seconds since 1970).

    An unknown prefix takes as long as a wrong key: the time tells nothing.
    """
    computed = checksum(offered.sleutel, pepper)
    equal = hmac.compare_digest(computed.encode(), (known.checksum if known else "0" * 64).encode())
    return known is not None and equal and is_alive(known, now)


def must_report_usage(known: SleutelData, now: int) -> bool:
    """Whether it is time to note again that this key is in use: no write per request."""
    return known.last_used_at is None or now - known.last_used_at >= USAGE_PER


def valid_toegang(toegangen: Iterable[Toegang], today: date) -> dict[str, tuple[str, ...]]:
    """BRIN -> scopes, of what has not ended; `today` is the date in Europe/Amsterdam."""
    return {
        toegang.brin: toegang.scopes
        for toegang in toegangen
        if toegang.scopes and (toegang.einddatum is None or today <= toegang.einddatum)
    }


def has_scope(rights: Rights | None, school: str, scope: str, today: date) -> bool:
    """Whether an afnemer with these rights (None: there is none) has the scope for the school today."""
    return rights is not None and scope in valid_toegang(rights.toegangen, today).get(school, ())


def choose_school(toegang: Mapping[str, Sequence[str]], asked: str | None, scope: str) -> str:
    """The BRIN on whose behalf this call is made; `asked` is the header `Namens-School`.

    Raises:
        InvalidInput: the header holds no BRIN.
        SchoolNotAllowed: the key is not for that school.
        SchoolRequired: the key is for more schools and none is named.
        NoToegang: the key lacks `scope` for the school, for which with `ANY` any scope will do.
    """
    brin = _read_header(asked)
    if brin is not None and brin not in toegang:
        raise SchoolNotAllowed(
            Bilingual(f"Deze sleutel geldt niet voor school {brin}.", f"This key is not for school {brin}.")
        )
    if brin is None and len(toegang) > 1:
        named = sorted(toegang)[:_MAX_NAMED]
        scholen = ", ".join(named) + (", …" if len(toegang) > _MAX_NAMED else "")
        raise SchoolRequired(
            Bilingual(
                f"Zeg met de kop {SCHOOL_HEADER} voor welke school: {scholen}.",
                f"Say with the header {SCHOOL_HEADER} for which school: {scholen}.",
            )
        )
    school = brin or next(iter(toegang), None)
    if school is not None and scope == ANY and toegang[school]:
        return school
    if school is None or scope not in toegang[school]:
        raise NoToegang(
            Bilingual(
                f"Deze sleutel heeft voor school {school or '(geen)'} niet de scope `{scope}`.",
                f"This key lacks the scope `{scope}` for school {school or '(none)'}.",
            )
        )
    return school


def _read_header(asked: str | None) -> str | None:
    if asked is None:
        return None
    brin = read_brin(asked)
    if brin is None:
        detail = Bilingual("Een BRIN: twee cijfers en twee letters.", "A BRIN: two digits and two letters.")
        raise InvalidInput((InputError("header", SCHOOL_HEADER, "ongeldige-invoer", detail),))
    return brin


def new_sleutel() -> PresentedKey:
    """A new key, from the operating system's randomness: 256 bits behind a prefix of 40."""
    prefix = "".join(secrets.choice("abcdefghijkmnpqrstuvwxyz23456789") for _ in range(8))
    return PresentedKey(prefix, f"smk_{prefix}_{secrets.token_urlsafe(32)}")
