"""Puts a school's certificate in its secret, keeps the one before it, and has the watch look at it."""

import datetime as dt
import json
from typing import Final, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError
from cryptography.hazmat.primitives.hashes import SHA256

from stagemarkt_cli.admin.admin import Beheer
from stagemarkt_cli.certificates.judgement import Keuring, oin_van
from stagemarkt_cli.certificates.reading import NietTeLezen, lees_certificaten

NIET_BEKEKEN: Final = "De dagelijkse wacht kon er nog niet naar kijken; /status/school weet het morgen."
_VORIG: Final = ("vorigCertificaat", "vorigeSleutel")


def bewaar(beheer: Beheer, brin: str, keuring: Keuring, *, alleen_dit: bool) -> bool:
    """Keep what was judged good; whether the pair before it stays beside it, while SBB knows only that."""
    geheim = beheer.geheimen.lees(brin)
    oud = geheim.get("certificaat", ""), geheim.get("sleutel", "")
    zelfde = oud[0] == keuring.certificaat
    if alleen_dit or not all(oud):
        vorig = "", ""
    elif zelfde:
        # Set again: what was before it is before it still.
        vorig = geheim.get(_VORIG[0], ""), geheim.get(_VORIG[1], "")
    else:
        vorig = oud
    delen = dict(zip(_VORIG, vorig, strict=True))
    beheer.geheimen.wijzig(brin, certificaat=keuring.certificaat, sleutel=keuring.sleutel, **delen)
    return bool(vorig[0])


class Bewaard(NamedTuple):
    """A certificate as it is kept, without the certificate; moments in UTC."""

    geldig_van: dt.datetime
    geldig_tot: dt.datetime
    vingerafdruk: str
    uitgever: str


def bewaard(pem: str) -> Bewaard | None:
    """What is kept here; None when there is nothing, or nothing that can be read."""
    try:
        blad = lees_certificaten(pem.encode(errors="replace"))[0]
    except NietTeLezen:
        return None
    return Bewaard(
        blad.not_valid_before_utc,
        blad.not_valid_after_utc,
        blad.fingerprint(SHA256()).hex(),
        blad.issuer.rfc4514_string(),
    )


def oin_van_bewaard(pem: str) -> str:
    """The OIN in the subject of a school's certificate as it is kept; empty when there is none to be read."""
    try:
        return oin_van(lees_certificaten(pem.encode(errors="replace"))[0])
    except NietTeLezen:
        return ""


def laat_bekijken(beheer: Beheer, brin: str) -> bool:
    """Have the watch look at this school now, so that `/status/school` knows; whether it did."""
    try:
        antwoord = beheer.stapel.client("lambda").invoke(
            FunctionName=beheer.stapel.uitvoer("CertificaatwachtFunctie"),
            Payload=json.dumps({"scholen": [brin]}).encode(),
        )
    except (ClientError, BotoCoreError):
        return False
    return "FunctionError" not in antwoord
