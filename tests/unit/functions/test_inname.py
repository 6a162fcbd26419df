"""The intake as a whole over fakes: whatever comes, SBB hears what to do, and only SBB gets in."""

import base64
from datetime import date
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from stagemarkt.adapters.client_certificate import read_client_certificate
from stagemarkt.adapters.soap.incoming.receiving import MAX_MESSAGE, SoapReceiver
from stagemarkt.domain.changes.intake import IntakeContext
from stagemarkt.entry.intake import IntakeDesk, make_entry
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.sbb_subscriptions import KnownSubscription

from tests.message_examples import NS, SBB_OIN, SCHOOL_OIN, SOAP, WSA, main_body, many, message, mutatie
from tests.mutatie_examples import ABONNEMENT, MESSAGE, NOW, OTHER_MESSAGE
from tests.unit.client_certificates import pem
from tests.unit.conftest import LogCapture
from tests.unit.fakes.mutaties import (
    BreakingPoint,
    FakeAbonnementenBook,
    FakeQueue,
    FakeRejectsRegister,
    FakeStorage,
)
from tests.unit.requests import load_event

KNOWN = KnownSubscription(ABONNEMENT, "99XX", SCHOOL_OIN, "https://intake.example/sbb/v1/mutaties", NOW)
ADRES = "https://intake.example/sbb/v1/mutaties"
CERTIFICAAT = {"clientCertPem": pem(SBB_OIN)}


class IntakeFunctionSetup:
    """The handler, and what is behind it."""

    def __init__(
        self, breaking_point: BreakingPoint | None = None, reject_error: Exception | None = None
    ) -> None:
        breaking_point = breaking_point or BreakingPoint()
        self.storage = FakeStorage(breaking_point)
        self.message_queue = FakeQueue(breaking_point)
        self.book = FakeAbonnementenBook(KNOWN)
        self.rejects_register = FakeRejectsRegister(reject_error)
        intake = IntakeContext(self.storage, self.message_queue, self.book, SBB_OIN, self.rejects_register)
        front = IntakeDesk(
            intake, read_client_certificate, SoapReceiver(NS, f"{NS}/", SBB_OIN, ADRES), lambda: NOW
        )
        self.handler = make_entry(lambda: front)

    def bring(self, content: bytes | str, *, certificate: Any = CERTIFICAAT, **event: Any) -> "IntakeAnswer":
        """Bring this as API Gateway would."""
        body = base64.b64encode(content).decode() if isinstance(content, bytes) else content
        return IntakeAnswer(
            self.handler(
                {
                    "httpMethod": "POST",
                    "headers": {"SOAPAction": f'"{NS}/MutatieErkenning"'},
                    "requestContext": {"requestId": "x", "identity": {"clientCert": certificate}},
                    "body": body,
                    "isBase64Encoded": isinstance(content, bytes),
                    **event,
                },
                None,
            )
        )


class IntakeAnswer:
    """An answer of the handler, opened."""

    def __init__(self, raw: dict[str, Any]) -> None:
        assert raw["headers"]["Content-Type"] == "text/xml; charset=utf-8"
        self.status = raw["statusCode"]
        self.tekst: str = raw["body"]
        self._xml = fromstring(self.tekst)  # noqa: S314 - our own answer

    def _find(self, path: str) -> str | None:
        return self._xml.findtext(path, None, {"s": SOAP, "w": WSA, "n": NS})

    @property
    def signaalcode(self) -> str | None:
        """Of the result."""
        return self._find("s:Body/n:MutatieErkenningResponse/n:MutatieErkenningResult/n:Signaalcode")

    @property
    def bericht_id(self) -> str | None:
        """In the result."""
        return self._find("s:Body/n:MutatieErkenningResponse/n:MutatieErkenningResult/n:BerichtID")

    @property
    def fault(self) -> str | None:
        """The faultcode."""
        return self._find("s:Body/s:Fault/faultcode")

    @property
    def refers_to(self) -> str | None:
        """The message that it answers."""
        return self._find("s:Header/w:RelatesTo")


def test_a_good_message_is_acknowledged() -> None:
    """Stored, queued, and only then signaalcode 0, with the message that it answers."""
    setup = IntakeFunctionSetup()
    answer = setup.bring(many(25))
    assert (answer.status, answer.signaalcode, answer.bericht_id) == (200, "0", MESSAGE)
    assert answer.refers_to == f"urn:uuid:{MESSAGE}"
    assert len(setup.storage.mutaties) == 25
    assert list(setup.message_queue.placed) == [MESSAGE]
    assert not setup.rejects_register.book


def test_the_example_in_events() -> None:
    """The event in `events/` is one that is taken in."""
    setup = IntakeFunctionSetup()
    answer = IntakeAnswer(setup.handler(load_event("mutaties-brengen"), None))
    assert (answer.status, answer.signaalcode) == (200, "0")
    assert len(setup.storage.mutaties) == 1


def test_as_text_in_the_event() -> None:
    """A body that comes as text is the same message."""
    assert IntakeFunctionSetup().bring(message().decode()).signaalcode == "0"


def test_twice_is_acknowledged_twice_and_passed_on_once() -> None:
    """The same BerichtID, in whatever spelling of it, is acknowledged again and queued once."""
    setup = IntakeFunctionSetup()
    for bericht_id in (MESSAGE, MESSAGE.upper(), MESSAGE):
        assert setup.bring(message(main_body(bericht_id=bericht_id))).signaalcode == "0"
    assert setup.message_queue.times == 1


@pytest.mark.parametrize(
    ("content", "reason", "signaalcode", "fault"),
    [
        (message(main_body(bericht_id="x")), "ongeldig", "201", None),
        (message(main_body().replace("Mutatie>", "Wijziging>")), "ongeldig", "201", None),
        (message(main_body(mutatie(Einddatum="x" * 300_000))), "ongeldig", "201", None),
        (message(main_body(brin="99XZ")), "abonnement-onbekend", "201", None),
        (message(main_body(abonnement_id=OTHER_MESSAGE)), "abonnement-onbekend", "201", None),
        (message(To=f"https://x/?oin={SBB_OIN}"), "andere-ontvanger", "201", None),
        (message(From=f"<wsa:Address>x?oin={SCHOOL_OIN}</wsa:Address>"), "andere-afzender", "201", None),
        (message()[:-40], "geen-xml", None, "soap:Client"),
        (b"\x00" * 10, "geen-xml", None, "soap:Client"),
        (b"<x/>", "geen-soap", None, "soap:Client"),
        (message("<x/>"), "andere-operatie", None, "soap:Client"),
        (message(extra='<x s:mustUnderstand="1"/>'), "kop-niet-begrepen", None, "soap:MustUnderstand"),
        (
            message().replace(SOAP.encode(), b"http://www.w3.org/2003/05/soap-envelope"),
            "andere-soap-versie",
            None,
            "soap:VersionMismatch",
        ),
        (b" " * (MAX_MESSAGE + 1), "te-groot", None, "soap:Client"),
    ],
)
def test_what_is_invalid_is_refused_and_kept(
    content: bytes, reason: str, signaalcode: str | None, fault: str | None
) -> None:
    """Anything else gets a signaalcode or a SOAP fault, goes nowhere, and waits for an operator."""
    setup = IntakeFunctionSetup()
    answer = setup.bring(content)
    assert (answer.signaalcode, answer.fault) == (signaalcode, fault)
    assert answer.status == (500, 200)[fault is None]
    assert "Jansen" not in answer.tekst
    (rejected,) = setup.rejects_register.book
    assert (rejected.reden, rejected.inhoud, rejected.size) == (reason, content, len(content))
    assert not setup.storage.mutaties
    assert not setup.message_queue.placed


def test_a_number_with_other_content_is_kept() -> None:
    """A BerichtID that comes back with another content is refused, and the operator sees it."""
    setup = IntakeFunctionSetup()
    setup.bring(message())
    assert setup.bring(message(main_body(mutatie(Naam="Anders")))).signaalcode == "201"
    (rejected,) = setup.rejects_register.book
    assert (rejected.reden, rejected.bericht_id, rejected.school) == ("andere-inhoud", MESSAGE, "99XX")


def test_the_same_refusal_has_the_same_reference() -> None:
    """The same message for the same reason is recognised, another is not."""
    setup = IntakeFunctionSetup()
    for content in (b"<x/>", b"<x/>", b"<y/>"):
        setup.bring(content)
    features = [rejected.tag for rejected in setup.rejects_register.book]
    assert features[0] == features[1] != features[2]


@pytest.mark.parametrize("step", range(1, 5))
def test_what_fails_here_sbb_must_send_again(step: int, logbook: LogCapture) -> None:
    """A store or queue that fails is a fault of the server: not acknowledged, not refused; then it works."""
    setup = IntakeFunctionSetup(BreakingPoint(step))
    answer = setup.bring(message())
    assert (answer.status, answer.fault, answer.signaalcode) == (500, "soap:Server", None)
    assert answer.refers_to == f"urn:uuid:{MESSAGE}"
    assert not setup.rejects_register.book
    assert setup.bring(message()).signaalcode == "0"
    assert len(setup.message_queue.placed) == 1
    assert [line["uitkomst"] for line in logbook.lines] == ["storing", "aangenomen"]


def test_abonnementen_that_cannot_be_read() -> None:
    """Not knowing whether a subscription is ours is no reason to refuse its message."""
    setup = IntakeFunctionSetup()
    setup.book.fout = StorageError("Throttling")
    assert setup.bring(message()).fault == "soap:Server"
    setup.book.fout = None
    assert setup.bring(message()).signaalcode == "0"


def test_an_unexpected_error_is_a_failure_too() -> None:
    """Whatever goes wrong here, SBB is told to send it again."""
    setup = IntakeFunctionSetup()
    setup.book.fout = ZeroDivisionError("Bakkerij Jansen")
    answer = setup.bring(message())
    assert answer.fault == "soap:Server"
    assert "Jansen" not in answer.tekst


def test_a_rejects_register_that_does_not_work() -> None:
    """A refusal stays a refusal when it cannot be kept: SBB sends it again, and then it is."""
    setup = IntakeFunctionSetup(reject_error=StorageError("Throttling"))
    assert setup.bring(b"<x/>").fault == "soap:Client"


@pytest.mark.parametrize(
    "certificate",
    [
        None,
        {},
        {"clientCertPem": pem(SCHOOL_OIN)},
        {"clientCertPem": pem()},
        {"clientCertPem": "x"},
        pytest.param(pem(SBB_OIN), id="text"),
    ],
)
@pytest.mark.parametrize("content", [message(), b"<x/>"])
def test_who_is_not_sbb_does_not_get_in(certificate: Any, content: bytes) -> None:
    """Whoever is not SBB gets 403, whatever it brings; nothing of it is read, stored or kept."""
    setup = IntakeFunctionSetup()
    answer = setup.bring(content, certificate=certificate)
    assert (answer.status, answer.fault) == (403, "soap:Client")
    assert not setup.storage.messages
    assert not setup.message_queue.placed
    assert not setup.rejects_register.book


def test_without_a_certificate_the_log_says_so(logbook: LogCapture) -> None:
    """An event with a subject and no certificate is nobody; the operator reads what was missing."""
    setup = IntakeFunctionSetup()
    answer = setup.bring(message(), certificate={"subjectDN": f"CN=x,serialNumber={SBB_OIN}"})
    assert (answer.status, answer.fault) == (403, "soap:Client")
    (line,) = logbook.lines
    assert (line["level"], line["message"], line["uitkomst"]) == ("WARNING", "bericht", "onbevoegd")
    assert line["intern"] == "a client certificate without its PEM"
    assert SBB_OIN not in logbook.tekst


def test_no_content_in_the_log(logbook: LogCapture) -> None:
    """A line per message: how it ended, whose it is and how many; no name, leerbedrijf or licence."""
    setup = IntakeFunctionSetup()
    setup.bring(many(3))
    setup.bring(message(main_body(abonnement_id="Jansen")))
    setup.bring(message(main_body(mutatie(StatusErkenning="Jansen"), bericht_id=OTHER_MESSAGE)))
    first, second, onleesbaar, third = logbook.lines
    assert [(r["message"], r["uitkomst"], r.get("aantal")) for r in (first, second, third)] == [
        ("bericht", "aangenomen", 3),
        ("bericht", "afgewezen", None),
        ("bericht", "aangenomen", 1),
    ]
    assert second["intern"] == "MutatieErkenning/request/AbonnementID"
    assert (onleesbaar["message"], onleesbaar["weggelaten"]) == ("onleesbaar", {"Mutaties/Mutatie": 1})
    assert third["apart"] == 1
    for forbidden in ("Jansen", "900000001", "100000000"):
        assert forbidden not in logbook.tekst


@pytest.mark.parametrize(
    ("event", "signaalcode", "fault"),
    [
        ({"body": None}, None, "soap:Client"),
        ({"headers": None}, "0", None),
        ({"body": "%%%", "isBase64Encoded": True}, None, "soap:Client"),
    ],
)
def test_an_invalid_event(event: dict[str, Any], signaalcode: str | None, fault: str | None) -> None:
    """What API Gateway would not make is answered too."""
    answer = IntakeFunctionSetup().bring(message(), **event)
    assert (answer.signaalcode, answer.fault) == (signaalcode, fault)


@pytest.mark.parametrize(
    ("otherwise", "parsed"),
    [
        ({"Einddatum": "0001-01-01T00:00:00"}, ("25998", date(2016, 8, 1), None)),
        ({"Einddatum": "9999-12-31T23:59:59.9999999"}, ("25998", date(2016, 8, 1), None)),
        ({"Einddatum": " "}, ("25998", date(2016, 8, 1), None)),
        ({"Startdatum": "2016-08-01T00:00:00.0000000"}, ("25998", date(2016, 8, 1), date(2026, 8, 31))),
        ({"Startdatum": "0001-01-01T00:00:00"}, ("25998", None, date(2026, 8, 31))),
        ({"Startdatum": None, "Mutatietijdstip": "gisteren"}, ("25998", None, date(2026, 8, 31))),
        ({"Crebonummer": "\n 25998 "}, ("25998", date(2016, 8, 1), date(2026, 8, 31))),
        ({"Naam": "x" * 1001}, ("25998", date(2016, 8, 1), date(2026, 8, 31))),
        ({"Toelichting": "nieuw in 2027"}, ("25998", date(2016, 8, 1), date(2026, 8, 31))),
    ],
)
def test_what_an_answer_may_a_mutatie_may(
    otherwise: dict[str, str | None], parsed: tuple[str, date | None, date | None]
) -> None:
    """.NET's dates, padded and blank values, elements that nobody knows: taken in, and acknowledged."""
    setup = IntakeFunctionSetup()
    assert setup.bring(message(main_body(mutatie(**otherwise)))).signaalcode == "0"
    (one,) = setup.storage.mutaties.values()
    assert (one.code, one.startdatum, one.einddatum) == parsed
    assert not setup.rejects_register.book


def test_nil_lower_case_and_another_order() -> None:
    """`xsi:nil` is none, `k0067` and `99xx` are codes, and the order of elements says nothing."""
    nil = '<Einddatum xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>'
    loose = mutatie(Einddatum=None, Crebonummer=None).replace(
        "<Mutatie>", f"<Mutatie>{nil}<Keuzedeelcode>k0067</Keuzedeelcode>"
    )
    setup = IntakeFunctionSetup()
    assert setup.bring(message(main_body(loose, bericht_id=f" {MESSAGE} ", brin="99xx"))).signaalcode == "0"
    (one,) = setup.storage.mutaties.values()
    assert (one.code, one.einddatum, one.school) == ("K0067", None, "99XX")


@pytest.mark.parametrize(
    ("otherwise", "code"),
    [
        ({"Crebonummer": "0", "Keuzedeelcode": "K0067"}, "K0067"),
        ({"Keuzedeelcode": "-"}, "25998"),
        ({"Crebonummer": "K0067", "Keuzedeelcode": "K0067"}, "K0067"),
    ],
)
def test_of_crebo_and_keuzedeel_the_readable_one_counts(otherwise: dict[str, str], code: str) -> None:
    """As in an answer: .NET writes a number that is not there as 0."""
    setup = IntakeFunctionSetup()
    assert setup.bring(message(main_body(mutatie(**otherwise)))).signaalcode == "0"
    assert [one.code for one in setup.storage.mutaties.values()] == [code]
    assert not setup.rejects_register.book


@pytest.mark.parametrize("form", ["urn:uuid:{}", "URN:UUID:{}", "{{{}}}"])
def test_a_guid_with_something_around_it(form: str) -> None:
    """A GUID as a URN or between braces is that GUID, for what it is compared with as well."""
    setup = IntakeFunctionSetup()
    otherwise = {"bericht_id": form.format(MESSAGE), "abonnement_id": form.format(ABONNEMENT)}
    assert setup.bring(message(main_body(**otherwise))).signaalcode == "0"
    assert setup.bring(message(main_body())).signaalcode == "0"
    assert len(setup.storage.mutaties) == setup.message_queue.times == 1


@pytest.mark.parametrize(
    "otherwise",
    [
        {"Einddatum": "31-12-2026"},
        {"Startdatum": "2026-02-30"},
        {"StatusErkenning": "Geschorst"},
        {"StatusErkenning": None},
        {"CodeLeerbedrijf": "GE-HEIM"},
        {"CodeLeerbedrijf": " "},
        {"Crebonummer": "2599"},
        {"Crebonummer": None},
        {"Crebonummer": "0", "Keuzedeelcode": "25998"},
        {"Keuzedeelcode": "K0067"},
    ],
)
def test_a_bad_mutatie_holds_up_no_other(otherwise: dict[str, str | None]) -> None:
    """The good ones are passed on, the message is acknowledged; the bad one waits, whole, for an operator."""
    setup = IntakeFunctionSetup()
    good = [mutatie(CodeLeerbedrijf=f"90000000{n}") for n in (2, 3)]
    content = message(main_body(good[0], mutatie(**otherwise), good[1]))
    for _ in range(3):
        answer = setup.bring(content)
        assert (answer.status, answer.signaalcode) == (200, "0")
    assert [m.positie for m in setup.storage.mutaties.values()] == [1, 3]
    assert setup.message_queue.times == 1
    (set_apart,) = setup.rejects_register.book
    assert (set_apart.reden, set_apart.positie, set_apart.times) == ("mutatie-onleesbaar", 2, 1)
    assert b"Jansen" in set_apart.inhoud
    assert "HEIM" not in set_apart.explanation


OTHER = "urn:een:ander:knooppunt"


SIGNAALCODE_BIJ: dict[str | None, str | None] = {None: "0", "soap:MustUnderstand": None}


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        (f'<x s:mustUnderstand="1" s:actor="{OTHER}"/>', None),
        (f'<x s:mustUnderstand="true" s:actor="{OTHER}"/>', None),
        ('<x s:mustUnderstand="0"/>', None),
        ('<x s:mustUnderstand="false"/>', None),
        ("<x/>", None),
        ('<wsa:ReplyTo s:mustUnderstand="1"><wsa:Address>x</wsa:Address></wsa:ReplyTo>', None),
        ('<x s:mustUnderstand="1"/>', "soap:MustUnderstand"),
        ('<x s:mustUnderstand="true"/>', "soap:MustUnderstand"),
        ('<x s:mustUnderstand=" 1 " s:actor=""/>', "soap:MustUnderstand"),
        (
            '<x s:mustUnderstand="1" s:actor="http://schemas.xmlsoap.org/soap/actor/next"/>',
            "soap:MustUnderstand",
        ),
        (f'<x s:mustUnderstand="1" s:actor="{ADRES}"/>', "soap:MustUnderstand"),
        (
            f'<x s:mustUnderstand="1" s:actor="{ADRES.upper()[:23]}{ADRES[23:]}/?oin=1"/>',
            "soap:MustUnderstand",
        ),
        ('<wsa:Anders s:mustUnderstand="1"/>', "soap:MustUnderstand"),
    ],
)
@pytest.mark.parametrize("naar", ["", f"<wsa:To>{ADRES}?oin={SCHOOL_OIN}</wsa:To>"])
def test_whom_a_header_is_for(header: str, fault: str | None, naar: str) -> None:
    """Only a header for us has to be understood: without actor, for whoever is next, or for our address."""
    answer = IntakeFunctionSetup().bring(message(To=None, extra=naar + header))
    assert (answer.fault, answer.signaalcode) == (fault, SIGNAALCODE_BIJ[fault])
