"""Why a message of SBB is refused: the reasons, for SBB, for the log and for an operator."""

from enum import StrEnum


class RejectionReason(StrEnum):
    """What is wrong with a message; docs/operations.md says what an operator does about each."""

    TOO_LARGE = "te-groot"
    NOT_XML = "geen-xml"
    NOT_SOAP = "geen-soap"
    OTHER_VERSION = "andere-soap-versie"
    NOT_UNDERSTOOD = "kop-niet-begrepen"
    OTHER_OPERATION = "andere-operatie"
    INVALID = "ongeldig"
    OTHER_SENDER = "andere-afzender"
    OTHER_RECEIVER = "andere-ontvanger"
    UNKNOWN_ABONNEMENT = "abonnement-onbekend"
    OTHER_CONTENT = "andere-inhoud"


class Rejection(Exception):
    """A message that is not taken. Sending the same again does not help, until somebody has mended something.

    Args:
        reden: why.
        explanation: where, for the log and the operator: nothing of what the message says.
    """

    def __init__(self, reden: RejectionReason, explanation: str) -> None:
        super().__init__(f"{reden}: {explanation}")
        self.reden = reden
        self.explanation = explanation
