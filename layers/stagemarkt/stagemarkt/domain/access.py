"""Who may call what, for which school: pure decisions over what is known of a key."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from stagemarkt.model.codes import lees_brin
from stagemarkt.model.errors import (
    GeenToegang,
    Invoerfout,
    OngeldigeInvoer,
    SchoolNietToegestaan,
    SchoolVereist,
    Tekst,
)
from stagemarkt.model.toegang import Rechten, Sleutelgegevens, Toegang

SCHOOLKOP: Final = "Namens-School"
# A second key lets a caller change over without a moment without one; a third would only be forgotten.
HOOGSTENS_SLEUTELS: Final = 2
# That a key is in use is noted no more often than this, in seconds.
GEBRUIK_PER: Final = 300
# Schools that a text names at most.
_GENOEMD: Final = 20
# In the place of a scope: whatever the key may do for the school, it may do this.
ELKE: Final = "elke"
# `smk_` makes a key recognisable to whoever scans repositories for secrets; the prefix may be shown.
_SLEUTEL: Final = re.compile(r"smk_([0-9a-z]{8})_[0-9A-Za-z_-]{43}", re.ASCII)
_BEARER: Final = re.compile(r"bearer +(\S+)", re.IGNORECASE | re.ASCII)


class Aangeboden(NamedTuple):
    """A key as a caller presented it: well-formed, not yet known to be right."""

    prefix: str
    sleutel: str


def lees_sleutel(authorization: str) -> Aangeboden | None:
    """The key in an `Authorization` header; None for another scheme or another form."""
    bearer = _BEARER.fullmatch(authorization)
    treffer = _SLEUTEL.fullmatch(bearer[1]) if bearer else None
    return Aangeboden(treffer[1], treffer[0]) if treffer else None


def controlegetal(sleutel: str, peper: bytes) -> str:
    """The keyed hash under which a key is known: useless to who steals the table without the secret."""
    return hmac.new(peper, sleutel.encode(), hashlib.sha256).hexdigest()


def leeft(sleutel: Sleutelgegevens, nu: int) -> bool:
    """Whether this key is neither withdrawn nor expired at `nu` (seconds since 1970)."""
    return sleutel.ingetrokken_op is None and (sleutel.verloopt_op is None or nu < sleutel.verloopt_op)


def is_geldig(aangeboden: Aangeboden, bekend: Sleutelgegevens | None, peper: bytes, nu: int) -> bool:
    """Whether this key is the one that is known, and alive at `nu` (seconds since 1970).

    An unknown prefix takes as long as a wrong key: the time tells nothing.
    """
    berekend = controlegetal(aangeboden.sleutel, peper)
    gelijk = hmac.compare_digest(berekend.encode(), (bekend.controlegetal if bekend else "0" * 64).encode())
    return bekend is not None and gelijk and leeft(bekend, nu)


def moet_gebruik_melden(bekend: Sleutelgegevens, nu: int) -> bool:
    """Whether it is time to note again that this key is in use: no write per request."""
    return bekend.laatst_gebruikt_op is None or nu - bekend.laatst_gebruikt_op >= GEBRUIK_PER


def geldige_toegang(toegangen: Iterable[Toegang], vandaag: date) -> dict[str, tuple[str, ...]]:
    """BRIN -> scopes, of what has not ended; `vandaag` is the date in Europe/Amsterdam."""
    return {
        toegang.brin: toegang.scopes
        for toegang in toegangen
        if toegang.scopes and (toegang.einddatum is None or vandaag <= toegang.einddatum)
    }


def has_scope(rechten: Rechten | None, school: str, scope: str, vandaag: date) -> bool:
    """Whether an afnemer with these rights (None: there is none) has the scope for the school today."""
    return rechten is not None and scope in geldige_toegang(rechten.toegangen, vandaag).get(school, ())


def kies_school(toegang: Mapping[str, Sequence[str]], gevraagd: str | None, scope: str) -> str:
    """The BRIN on whose behalf this call is made; `gevraagd` is the header `Namens-School`.

    Raises:
        OngeldigeInvoer: the header holds no BRIN.
        SchoolNietToegestaan: the key is not for that school.
        SchoolVereist: the key is for more schools and none is named.
        GeenToegang: the key lacks `scope` for the school, for which with `ELKE` any scope will do.
    """
    brin = _lees_kop(gevraagd)
    if brin is not None and brin not in toegang:
        raise SchoolNietToegestaan(
            Tekst(f"Deze sleutel geldt niet voor school {brin}.", f"This key is not for school {brin}.")
        )
    if brin is None and len(toegang) > 1:
        genoemd = sorted(toegang)[:_GENOEMD]
        scholen = ", ".join(genoemd) + (", …" if len(toegang) > _GENOEMD else "")
        raise SchoolVereist(
            Tekst(
                f"Zeg met de kop {SCHOOLKOP} voor welke school: {scholen}.",
                f"Say with the header {SCHOOLKOP} for which school: {scholen}.",
            )
        )
    school = brin or next(iter(toegang), None)
    if school is not None and scope == ELKE and toegang[school]:
        return school
    if school is None or scope not in toegang[school]:
        raise GeenToegang(
            Tekst(
                f"Deze sleutel heeft voor school {school or '(geen)'} niet de scope `{scope}`.",
                f"This key lacks the scope `{scope}` for school {school or '(none)'}.",
            )
        )
    return school


def _lees_kop(gevraagd: str | None) -> str | None:
    if gevraagd is None:
        return None
    brin = lees_brin(gevraagd)
    if brin is None:
        detail = Tekst("Een BRIN: twee cijfers en twee letters.", "A BRIN: two digits and two letters.")
        raise OngeldigeInvoer((Invoerfout("header", SCHOOLKOP, "ongeldige-invoer", detail),))
    return brin


def nieuwe_sleutel() -> Aangeboden:
    """A new key, from the operating system's randomness: 256 bits behind a prefix of 40."""
    prefix = "".join(secrets.choice("abcdefghijkmnpqrstuvwxyz23456789") for _ in range(8))
    return Aangeboden(prefix, f"smk_{prefix}_{secrets.token_urlsafe(32)}")
