"""Everything that can go wrong, as one family of exceptions with the codes of the API.

An error carries a code, a text that is safe to show (Dutch and English) and, apart from it, an internal
text for the log. What status a code has, and its title, stands in `stagemarkt.web.problems`.
"""

from typing import ClassVar, Final, Literal, NamedTuple

# Between the names of what lies deeper in a body; no name that we know has it.
GENEST: Final = "\x1f"
Plaats = Literal["query", "path", "body", "header"]


class Tekst(NamedTuple):
    """A text in the two languages of the API."""

    nl: str
    en: str


class Invoerfout(NamedTuple):
    """One fault of the input: where it is, its code, and what to do about it."""

    plaats: Plaats
    naam: str
    code: str
    detail: Tekst


class Signaal(NamedTuple):
    """What SBB said beside its answer: the signaalcode, its melding, and the id of the message."""

    signaalcode: int
    melding: str | None
    bericht_id: str | None


class Fout(Exception):
    """A failure that a caller may hear of.

    Args:
        detail: what is wrong and what to do, safe to show: nothing personal, nothing internal.
        intern: what the log should know besides, likewise without personal data, keys or certificates.
        signaal: the signaalcode of SBB that this comes from, if it does.
        opnieuw_na: after how many seconds trying again makes sense, when that is known.
    """

    code: ClassVar[str]
    # Whether asking again can help, where that is not what it is for the code.
    herhaalbaar: ClassVar[bool | None] = None

    def __init__(
        self,
        detail: Tekst,
        *,
        intern: str = "",
        signaal: Signaal | None = None,
        opnieuw_na: int | None = None,
    ) -> None:
        super().__init__(f"{self.code}: {intern or detail.en}")
        self.detail = detail
        self.intern = intern
        self.signaal = signaal
        self.opnieuw_na = opnieuw_na

    @property
    def kenmerk(self) -> str:
        """By what the functions tell each other of it: the code, or something finer where that is needed."""
        return self.code


class OngeldigeInvoer(Fout):
    """The input has faults; `fouten` names every one. Its code is the faults' own when they share one."""

    code = "ongeldige-invoer"

    def __init__(self, fouten: tuple[Invoerfout, ...], *, signaal: Signaal | None = None) -> None:
        super().__init__(
            Tekst(
                "De aanvraag klopt niet; zie `fouten` voor elk punt.",
                "The request is not valid; see `fouten` for each fault.",
            )
            if fouten
            else Tekst("SBB vindt de aanvraag niet geldig.", "SBB considers the request invalid."),
            signaal=signaal,
        )
        self.fouten = fouten

    @property
    def gemeenschappelijke_code(self) -> str:
        """The one code of the API's table that fits all faults."""
        codes = {fout.code for fout in self.fouten}
        return codes.pop() if len(codes) == 1 else self.code


class TeVeelResultaten(Fout):
    """SBB found more than it wants to give: search more narrowly."""

    code = "te-veel-resultaten"


class LeerbedrijfOnbekend(Fout):
    """SBB does not know this leerbedrijf."""

    code = "leerbedrijf-onbekend"


LEERBEDRIJF_ONBEKEND: Final = Tekst(
    "SBB kent geen leerbedrijf met dit ID.", "SBB knows no leerbedrijf with this ID."
)


class CodeOnbekend(Fout):
    """SBB does not know this crebo or keuzedeel."""

    code = "code-onbekend"


class ResourceOnbekend(Fout):
    """There is nothing at this address."""

    code = "resource-onbekend"


class GeenToegang(Fout):
    """A right key, without the scope that this call needs."""

    code = "geen-toegang"


class SchoolNietToegestaan(Fout):
    """A right key, but not for this school."""

    code = "school-niet-toegestaan"


class SchoolVereist(Fout):
    """The key serves more than one school and the request does not say which."""

    code = "school-vereist"


class MethodeNietToegestaan(Fout):
    """The address exists, the method does not; `toegestaan` lists those that do."""

    code = "methode-niet-toegestaan"

    def __init__(self, methode: str, toegestaan: tuple[str, ...]) -> None:
        lijst = ", ".join(toegestaan)
        super().__init__(
            Tekst(
                f"{methode} kan hier niet; wel: {lijst}.",
                f"{methode} is not possible here; allowed: {lijst}.",
            )
        )
        self.toegestaan = toegestaan


class NietAcceptabel(Fout):
    """The caller accepts no media type that we have."""

    code = "niet-acceptabel"


class InvoerTeGroot(Fout):
    """The body is larger than this call reads."""

    code = "invoer-te-groot"


class MediatypeNietOndersteund(Fout):
    """The body is of a media type that this call does not read."""

    code = "mediatype-niet-ondersteund"


class AbonnementBestaat(Fout):
    """The afnemer has an abonnement with this destination and filter."""

    code = "abonnement-bestaat"


class CursorVerlopen(Fout):
    """What comes after this cursor is no longer kept."""

    code = "cursor-verlopen"


class VersieGewijzigd(Fout):
    """The resource is not what `If-Match` says any more."""

    code = "versie-gewijzigd"


class IfMatchVereist(Fout):
    """Changing this takes `If-Match`: two who change it at once must not undo each other."""

    code = "if-match-vereist"


class LimietOverschreden(Fout):
    """Too many of one kind in a while; how long to wait goes along."""

    code = "limiet-overschreden"


class InterneFout(Fout):
    """Our own fault."""

    code = "interne-fout"


class Bronfout(Fout):
    """Something on the way to SBB, or SBB itself.

    `rust` is for how many seconds SBB itself asks to be left alone, if it does.
    """

    def __init__(
        self,
        detail: Tekst,
        *,
        intern: str = "",
        signaal: Signaal | None = None,
        opnieuw_na: int | None = None,
        rust: int | None = None,
    ) -> None:
        super().__init__(detail, intern=intern, signaal=signaal, opnieuw_na=opnieuw_na)
        self.rust = rust


class BronNietBeschikbaar(Bronfout):
    """SBB cannot be reached or says that it is out of order."""

    code = "bron-niet-beschikbaar"


class BronOverbelast(Bronfout):
    """SBB asks for fewer requests, or this facade spares it."""

    code = "bron-overbelast"


class BronTimeout(Bronfout):
    """SBB did not answer in time."""

    code = "bron-timeout"


class BronAntwoordOngeldig(Bronfout):
    """SBB answered with something that is not an answer to the question."""

    code = "bron-antwoord-ongeldig"


AFGEWEZEN: Final = "bericht-afgewezen"
ONBEKENDE_CODE: Final = "code-van-sbb-onbekend"


class BerichtAfgewezen(BronAntwoordOngeldig):
    """SBB does not take the message of this facade: its operator has to act, and asking again is no use."""

    herhaalbaar = False

    @property
    def kenmerk(self) -> str:
        """Not the code: for `/status` this is a fault of the facade, not of SBB."""
        return AFGEWEZEN


class BroncodeOnbekend(BronAntwoordOngeldig):
    """SBB answered by a code that nobody knows here; what it means decides who acts, so the operator asks."""

    herhaalbaar = False

    @property
    def kenmerk(self) -> str:
        """Not the code: this says nothing of SBB."""
        return ONBEKENDE_CODE


class BronLicentie(Bronfout):
    """SBB does not accept the licence of the school, or the school has none here."""

    code = "bron-licentie"


class BronCertificaat(Bronfout):
    """The certificate of the school (or, seldom, that of SBB) is refused."""

    code = "bron-certificaat"


class SchoolcertificaatOngeschikt(BronCertificaat):
    """SBB does not take the school's own certificate, or it cannot be used: another of hers might do."""


class NietInCache(Fout):
    """The caller wants what is kept or nothing (`only-if-cached`), and nothing that will do is kept."""

    code = "niet-in-cache"


NIET_IN_CACHE: Final = Tekst(
    "Er is geen bewaard antwoord dat voldoet; vraag het zonder `only-if-cached`.",
    "No kept answer will do; ask without `only-if-cached`.",
)


class OpslagFout(Exception):
    """DynamoDB, Secrets Manager or SNS did not do what was asked. Never shown to a caller as such."""


class EigenTekort(OpslagFout):
    """We ran out of something of our own (descriptors, memory, threads, disk): nobody else's fault."""


class OnbruikbaarGeheim(OpslagFout):
    """A secret that was read and is not what it should be: trying again does not help."""
