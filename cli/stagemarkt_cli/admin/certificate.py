"""Puts a school's certificate in its secret, keeps the one before it, and has the watch look at it."""

import datetime as dt
import json
from typing import Final, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError
from cryptography.hazmat.primitives.hashes import SHA256

from stagemarkt_cli.admin.admin import Admin
from stagemarkt_cli.certificates.judgement import Vetting, oin_of
from stagemarkt_cli.certificates.reading import UnreadableMaterial, read_certificates

NOT_EXAMINED: Final = "De dagelijkse wacht kon er nog niet naar kijken; /status/school weet het morgen."
_PREVIOUS: Final = ("vorigCertificaat", "vorigeSleutel")


def keep(admin: Admin, brin: str, vetting: Vetting, *, alleen_dit: bool) -> bool:
    """Keep what was judged good; whether the pair before it stays beside it, while SBB knows only that."""
    secret = admin.school_secrets.read(brin)
    old = secret.get("certificaat", ""), secret.get("sleutel", "")
    same = old[0] == vetting.certificaat
    if alleen_dit or not all(old):
        previous = "", ""
    elif same:
        # Set again: what was before it is before it still.
        previous = secret.get(_PREVIOUS[0], ""), secret.get(_PREVIOUS[1], "")
    else:
        previous = old
    parts = dict(zip(_PREVIOUS, previous, strict=True))
    admin.school_secrets.modify(brin, certificaat=vetting.certificaat, sleutel=vetting.sleutel, **parts)
    return bool(previous[0])


class KeptCertificate(NamedTuple):
    """A certificate as it is kept, without the certificate; moments in UTC."""

    valid_from: dt.datetime
    geldig_tot: dt.datetime
    fingerprint: str
    issuer: str


def kept(pem: str) -> KeptCertificate | None:
    """What is kept here; None when there is nothing, or nothing that can be read."""
    try:
        sheet = read_certificates(pem.encode(errors="replace"))[0]
    except UnreadableMaterial:
        return None
    return KeptCertificate(
        sheet.not_valid_before_utc,
        sheet.not_valid_after_utc,
        sheet.fingerprint(SHA256()).hex(),
        sheet.issuer.rfc4514_string(),
    )


def oin_of_kept(pem: str) -> str:
    """The OIN in the subject of a school's certificate as it is kept; empty when there is none to be read."""
    try:
        return oin_of(read_certificates(pem.encode(errors="replace"))[0])
    except UnreadableMaterial:
        return ""


def have_examined(admin: Admin, brin: str) -> bool:
    """Have the watch look at this school now, so that `/status/school` knows; whether it did."""
    try:
        answer = admin.this_stack.client("lambda").invoke(
            FunctionName=admin.this_stack.output("CertificaatwachtFunctie"),
            Payload=json.dumps({"scholen": [brin]}).encode(),
        )
    except (ClientError, BotoCoreError):
        return False
    return "FunctionError" not in answer
