"""Everything that can go wrong, as one family of exceptions with the codes of the API.

An error carries a code, a text that is safe to show (Dutch and English) and, apart from it, an internal
text for the log. What status a code has, and its title, stands in `stagemarkt.web.problems`.
"""

from typing import ClassVar, Final, Literal, NamedTuple

# Between the names of what lies deeper in a body; no name that we know has it.
NESTED: Final = "\x1f"
InputPlace = Literal["query", "path", "body", "header"]


class Bilingual(NamedTuple):
    """A text in the two languages of the API."""

    nl: str
    en: str


class InputError(NamedTuple):
    """One fault of the input: where it is, its code, and what to do about it."""

    plaats: InputPlace
    naam: str
    code: str
    detail: Bilingual


class Signaal(NamedTuple):
    """What SBB said beside its answer: the signaalcode, its melding, and the id of the message."""

    signaalcode: int
    melding: str | None
    bericht_id: str | None


class FacadeError(Exception):
    """A failure that a caller may hear of.

    Args:
        detail: what is wrong and what to do, safe to show: nothing personal, nothing internal.
        internal: what the log should know besides, likewise without personal data, keys or certificates.
        sbb_signal: the signaalcode of SBB that this comes from, if it does.
        retry_after: after how many seconds trying again makes sense, when that is known.
    """

    code: ClassVar[str]
    # Whether asking again can help, where that is not what it is for the code.
    herhaalbaar: ClassVar[bool | None] = None

    def __init__(
        self,
        detail: Bilingual,
        *,
        internal: str = "",
        sbb_signal: Signaal | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(f"{self.code}: {internal or detail.en}")
        self.detail = detail
        self.internal = internal
        self.sbb_signal = sbb_signal
        self.retry_after = retry_after

    @property
    def tag(self) -> str:
        """By what the functions tell each other of it: the code, or something finer where that is needed."""
        return self.code


class InvalidInput(FacadeError):
    """The input has faults; `fouten` names every one. Its code is the faults' own when they share one."""

    code = "ongeldige-invoer"

    def __init__(self, fouten: tuple[InputError, ...], *, sbb_signal: Signaal | None = None) -> None:
        super().__init__(
            Bilingual(
                "De aanvraag klopt niet; zie `fouten` voor elk punt.",
                "The request is not valid; see `fouten` for each fault.",
            )
            if fouten
            else Bilingual("SBB vindt de aanvraag niet geldig.", "SBB considers the request invalid."),
            sbb_signal=sbb_signal,
        )
        self.fouten = fouten

    @property
    def common_code(self) -> str:
        """The one code of the API's table that fits all faults."""
        codes = {error.code for error in self.fouten}
        return codes.pop() if len(codes) == 1 else self.code


class TooManyResults(FacadeError):
    """SBB found more than it wants to give: search more narrowly."""

    code = "te-veel-resultaten"


class LeerbedrijfUnknown(FacadeError):
    """SBB does not know this leerbedrijf."""

    code = "leerbedrijf-onbekend"


LEERBEDRIJF_ONBEKEND: Final = Bilingual(
    "SBB kent geen leerbedrijf met dit ID.", "SBB knows no leerbedrijf with this ID."
)


class CodeUnknown(FacadeError):
    """SBB does not know this crebo or keuzedeel."""

    code = "code-onbekend"


class UnknownResource(FacadeError):
    """There is nothing at this address."""

    code = "resource-onbekend"


class NoToegang(FacadeError):
    """A right key, without the scope that this call needs."""

    code = "geen-toegang"


class SchoolNotAllowed(FacadeError):
    """A right key, but not for this school."""

    code = "school-niet-toegestaan"


class SchoolRequired(FacadeError):
    """The key serves more than one school and the request does not say which."""

    code = "school-vereist"


class MethodNotAllowed(FacadeError):
    """The address exists, the method does not; `allowed` lists those that do."""

    code = "methode-niet-toegestaan"

    def __init__(self, method: str, allowed: tuple[str, ...]) -> None:
        listing = ", ".join(allowed)
        super().__init__(
            Bilingual(
                f"{method} kan hier niet; wel: {listing}.",
                f"{method} is not possible here; allowed: {listing}.",
            )
        )
        self.allowed = allowed


class NotAcceptable(FacadeError):
    """The caller accepts no media type that we have."""

    code = "niet-acceptabel"


class InputTooLarge(FacadeError):
    """The body is larger than this call reads."""

    code = "invoer-te-groot"


class MediaTypeNotSupported(FacadeError):
    """The body is of a media type that this call does not read."""

    code = "mediatype-niet-ondersteund"


class AbonnementExists(FacadeError):
    """The afnemer has an abonnement with this destination and filter."""

    code = "abonnement-bestaat"


class CursorExpired(FacadeError):
    """What comes after this cursor is no longer kept."""

    code = "cursor-verlopen"


class VersionChanged(FacadeError):
    """The resource is not what `If-Match` says any more."""

    code = "versie-gewijzigd"


class IfMatchRequired(FacadeError):
    """Changing this takes `If-Match`: two who change it at once must not undo each other."""

    code = "if-match-vereist"


class LimitExceeded(FacadeError):
    """Too many of one kind in a while; how long to wait goes along."""

    code = "limiet-overschreden"


class InternalError(FacadeError):
    """Our own fault."""

    code = "interne-fout"


class BronError(FacadeError):
    """Something on the way to SBB, or SBB itself.

    `cooldown` is for how many seconds SBB itself asks to be left alone, if it does.
    """

    def __init__(
        self,
        detail: Bilingual,
        *,
        internal: str = "",
        sbb_signal: Signaal | None = None,
        retry_after: int | None = None,
        cooldown: int | None = None,
    ) -> None:
        super().__init__(detail, internal=internal, sbb_signal=sbb_signal, retry_after=retry_after)
        self.cooldown = cooldown


class BronUnavailable(BronError):
    """SBB cannot be reached or says that it is out of order."""

    code = "bron-niet-beschikbaar"


class BronOverloaded(BronError):
    """SBB asks for fewer requests, or this facade spares it."""

    code = "bron-overbelast"


class NoRoom(BronOverloaded):
    """This facade spares SBB: the school asks more at once than its share, and SBB was not asked."""


class BronTimeout(BronError):
    """SBB did not answer in time."""

    code = "bron-timeout"


class BronAnswerInvalid(BronError):
    """SBB answered with something that is not an answer to the question."""

    code = "bron-antwoord-ongeldig"


REJECTED: Final = "bericht-afgewezen"
UNKNOWN_CODE: Final = "code-van-sbb-onbekend"


class MessageRejected(BronAnswerInvalid):
    """SBB does not take the message of this facade: its operator has to act, and asking again is no use."""

    herhaalbaar = False

    @property
    def tag(self) -> str:
        """Not the code: for `/status` this is a fault of the facade, not of SBB."""
        return REJECTED


class BronCodeUnknown(BronAnswerInvalid):
    """SBB answered by a code that nobody knows here; what it means decides who acts, so the operator asks."""

    herhaalbaar = False

    @property
    def tag(self) -> str:
        """Not the code: this says nothing of SBB."""
        return UNKNOWN_CODE


class BronLicentie(BronError):
    """SBB does not accept the licence of the school, or the school has none here."""

    code = "bron-licentie"


class BronCertificate(BronError):
    """The certificate of the school (or, seldom, that of SBB) is refused."""

    code = "bron-certificaat"


class SchoolCertificateUnsuitable(BronCertificate):
    """SBB does not take the school's own certificate, or it cannot be used: another of hers might do."""


class NotAsked(FacadeError):
    """One of many questions, to which the time of the request was too short: SBB was not asked."""

    code = "niet-gevraagd"


class BatchTooLarge(FacadeError):
    """More at once than this call takes."""

    code = "batch-te-groot"


class NotInCache(FacadeError):
    """The caller wants what is kept or nothing (`only-if-cached`), and nothing that will do is kept."""

    code = "niet-in-cache"


NOT_IN_CACHE: Final = Bilingual(
    "Er is geen bewaard antwoord dat voldoet; vraag het zonder `only-if-cached`.",
    "No kept answer will do; ask without `only-if-cached`.",
)


class StorageError(Exception):
    """DynamoDB, Secrets Manager or SNS did not do what was asked. Never shown to a caller as such."""


class OwnShortage(StorageError):
    """We ran out of something of our own (descriptors, memory, threads, disk): nobody else's fault."""


class UnusableSecret(StorageError):
    """A secret that was read and is not what it should be: trying again does not help."""
