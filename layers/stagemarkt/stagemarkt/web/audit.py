"""Which answers hold data about people, and what goes on record of one: who, of whom, which fields.

It looks at what leaves, so it is the same for an answer of SBB and a kept one, whole or cut to `fields`.
"""

import gzip
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from stagemarkt.model.errors import InterneFout, OpslagFout, Tekst
from stagemarkt.ports.audit import Verwerking, Verwerkingenlog
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord, is_bekend

# The operations whose answers can hold people; a test holds this against the models that leave.
MET_PERSONEN: Final = frozenset(
    {"geefDetailgegevens", "zoekLeerplaatsen", "geefLeerplaats", "zoekErkenningen"}
)
PERSONEN: Final = ("contactpersonen", "praktijkopleiders")
_TRACEPARENT: Final = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}", re.ASCII)
_NIET_VASTGELEGD: Final = Tekst(
    "Wie persoonsgegevens krijgt wordt vastgelegd, en dat lukte nu niet; daarom geven wij ze niet. Probeer "
    "het opnieuw.",
    "Who is given personal data is put on record, and that failed just now; so they are not given. Try "
    "again.",
)
_OPNIEUW_NA: Final = 5


def verantwoord(
    operatie: str,
    verzoek: Verzoek,
    antwoord: Antwoord,
    log: Callable[[], Verwerkingenlog] | None,
    klok: Callable[[], float],
) -> None:
    """Put on record what this answer tells of people, before it leaves; nothing where it tells nothing.

    Raises:
        InterneFout: it could not be put on record; the answer must not leave.
    """
    # A 304 tells the caller that it knows this already: no data leave.
    if operatie not in MET_PERSONEN or antwoord.status != 200 or is_bekend(antwoord, verzoek):  # noqa: PLR2004 - OK
        return
    verwerking = lees_verwerking(operatie, verzoek, antwoord, klok())
    if verwerking is None:
        return
    if log is None:
        raise AssertionError("a function that tells of people has a log of it")
    try:
        log().leg_vast(verwerking)
    except OpslagFout as fout:
        raise InterneFout(_NIET_VASTGELEGD, intern=f"verwerking: {fout}", opnieuw_na=_OPNIEUW_NA) from fout


def lees_verwerking(operatie: str, verzoek: Verzoek, antwoord: Antwoord, nu: float) -> Verwerking | None:
    """What the log says of this answer; None when there is nobody in it."""
    tekst = gzip.decompress(antwoord.lichaam) if antwoord.gecomprimeerd else antwoord.lichaam
    inhoud: dict[str, Any] = json.loads(tekst)
    delen = [deel for deel in inhoud.get("resultaten", [inhoud]) if _velden(deel)]
    if not delen:
        return None
    spoor = _TRACEPARENT.fullmatch(verzoek.koppen.get("traceparent", "").strip())
    return Verwerking(
        verzoek_id=verzoek.id,
        operatie=operatie,
        afnemer_id=verzoek.afnemer_id,
        sleutel=verzoek.sleutel,
        school=verzoek.school,
        leerbedrijven=tuple(dict.fromkeys(_leerbedrijf(deel, verzoek) for deel in delen)),
        velden=tuple(sorted({veld for deel in delen for veld in _velden(deel)})),
        bron="cache" if antwoord.gecomprimeerd or _uit_cache(antwoord) else "sbb",
        op=nu,
        spoor=spoor[1] if spoor else None,
        vanuit=spoor[2] if spoor else None,
    )


def _velden(deel: Mapping[str, Any]) -> set[str]:
    return {f"{soort}.{veld}" for soort in PERSONEN for persoon in deel.get(soort, ()) for veld in persoon}


def _leerbedrijf(deel: Mapping[str, Any], verzoek: Verzoek) -> str:
    """Of whom: as asked in the path, for `fields` may have cut the ID out of the answer; else as found."""
    gevraagd = verzoek.padvelden.get("leerbedrijfId")
    gevonden: str = deel["leerbedrijf"]["leerbedrijfId"] if gevraagd is None else gevraagd
    return gevonden


def _uit_cache(antwoord: Antwoord) -> bool:
    # A kept answer in the place of one that SBB did not give, says what SBB did.
    status = antwoord.koppen.get("Cache-Status", "")
    return "; hit" in status or "fwd-status=" in status
