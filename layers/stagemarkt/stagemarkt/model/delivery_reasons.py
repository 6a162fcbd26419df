"""Why an event was not delivered: what each reason means, and what a subscriber can do about it."""

from collections.abc import Mapping
from typing import Final

from stagemarkt.model.errors import Bilingual

REASONS: Final[Mapping[str, Bilingual]] = {
    "adres-verboden": Bilingual(
        "De naam in de URL wijst naar een adres dat niet openbaar is (privé, loopback, link-local of "
        "gereserveerd). Daar wordt niet heen gestuurd.",
        "The name in the URL leads to an address that is not public (private, loopback, link-local or "
        "reserved). Nothing is sent there.",
    ),
    "afgemeld": Bilingual(
        "De ontvanger antwoordde 410: het abonnement is uitgezet.",
        "The receiver answered 410: the abonnement has been switched off.",
    ),
    "antwoord-ongeldig": Bilingual(
        "De ontvanger antwoordde met iets dat geen HTTP is, of met te grote koppen.",
        "The receiver answered with something that is not HTTP, or with headers that are too large.",
    ),
    "bericht-geweigerd": Bilingual(
        "SQS weigerde het bericht zelf. Meld dit aan de beheerder van deze facade.",
        "SQS refused the message itself. Tell the operator of this facade.",
    ),
    "certificaat-niet-vertrouwd": Bilingual(
        "Het certificaat van de ontvanger is verlopen, van een andere naam, of van een onbekende uitgever. "
        "Controleer ook of de tussenliggende certificaten worden meegestuurd.",
        "The receiver's certificate has expired, is for another name, or of an unknown issuer. "
        "See also whether the intermediate certificates are sent along.",
    ),
    "geen-sleutel": Bilingual(
        "Het abonnement heeft geen bruikbare sleutel om mee te ondertekenen. Vraag een nieuwe aan "
        "(sleutelrotaties).",
        "The abonnement has no usable key to sign with. Ask for a new one (sleutelrotaties).",
    ),
    "geen-toegang": Bilingual(
        "De wachtrij laat ons niet toe: geef haar het beleid dat bij het abonnement staat (sqs:SendMessage). "
        "Staat zij in een regio die AWS pas op verzoek opent (opt-in), kies dan een andere.",
        "The queue does not let us in: give it the policy that stands with the abonnement (sqs:SendMessage). "
        "If it is in a region that AWS opens on request only (opt-in), choose another.",
    ),
    "geen-toegang-versleuteling": Bilingual(
        "De wachtrij is versleuteld met een KMS-sleutel die ons niet toelaat: sta kms:GenerateDataKey en "
        "kms:Decrypt toe in het beleid van die sleutel.",
        "The queue is encrypted with a KMS key that does not let us in: allow kms:GenerateDataKey and "
        "kms:Decrypt in that key's policy.",
    ),
    "geen-verbinding": Bilingual(
        "Met de ontvanger kwam geen verbinding tot stand, of zij werd verbroken voor het antwoord.",
        "No connection to the receiver could be made, or it was closed before the answer.",
    ),
    "http-status": Bilingual(
        "De ontvanger antwoordde met een andere status dan 2xx.",
        "The receiver answered with a status other than 2xx.",
    ),
    "naam-onbekend": Bilingual(
        "De naam in de URL is in DNS niet te vinden.",
        "The name in the URL cannot be found in DNS.",
    ),
    "omleiding": Bilingual(
        "De ontvanger verwijst door. Doorverwijzingen worden niet gevolgd: geef de uiteindelijke URL op.",
        "The receiver redirects. Redirects are not followed: give the final URL.",
    ),
    "overbelast": Bilingual(
        "De ontvanger vraagt om minder berichten (429, of SQS remt af).",
        "The receiver asks for fewer messages (429, or SQS throttles).",
    ),
    "storing": Bilingual(
        "SQS gaf een storing, of was niet te bereiken.",
        "SQS had a failure, or could not be reached.",
    ),
    "te-laat": Bilingual(
        "De ontvanger antwoordde niet op tijd. Bevestig eerst, en verwerk daarna.",
        "The receiver did not answer in time. Acknowledge first, process afterwards.",
    ),
    "tls-fout": Bilingual(
        "De TLS-verbinding met de ontvanger mislukte (TLS 1.2 of hoger is nodig).",
        "The TLS connection to the receiver failed (TLS 1.2 or later is needed).",
    ),
    "url-ongeldig": Bilingual(
        "De URL voldoet niet (meer) aan de voorwaarden voor een webhook.",
        "The URL does not (or no longer) meet the conditions for a webhook.",
    ),
    "wachtrij-ongeldig": Bilingual(
        "De ARN is niet (meer) die van een wachtrij waarheen gestuurd mag worden.",
        "The ARN is not (or no longer) that of a queue that may be sent to.",
    ),
    "wachtrij-onbekend": Bilingual(
        "De wachtrij bestaat niet (meer).",
        "The queue does not exist (any more).",
    ),
}
