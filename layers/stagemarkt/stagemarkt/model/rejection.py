"""Why a message of SBB is refused: the reasons, for SBB, for the log and for an operator."""

from enum import StrEnum


class Reden(StrEnum):
    """What is wrong with a message; docs/operations.md says what an operator does about each."""

    TE_GROOT = "te-groot"
    GEEN_XML = "geen-xml"
    GEEN_SOAP = "geen-soap"
    ANDERE_VERSIE = "andere-soap-versie"
    NIET_BEGREPEN = "kop-niet-begrepen"
    ANDERE_OPERATIE = "andere-operatie"
    ONGELDIG = "ongeldig"
    ANDERE_AFZENDER = "andere-afzender"
    ANDERE_ONTVANGER = "andere-ontvanger"
    ABONNEMENT_ONBEKEND = "abonnement-onbekend"
    ANDERE_INHOUD = "andere-inhoud"


class Afwijzing(Exception):
    """A message that is not taken. Sending the same again does not help, until somebody has mended something.

    Args:
        reden: why.
        toelichting: where, for the log and the operator: nothing of what the message says.
    """

    def __init__(self, reden: Reden, toelichting: str) -> None:
        super().__init__(f"{reden}: {toelichting}")
        self.reden = reden
        self.toelichting = toelichting
