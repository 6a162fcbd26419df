"""A message of SBB, read: what it says arrives whole, and what is no message has its own reason."""

from datetime import UTC, date, datetime

import pytest
from stagemarkt.adapters.soap.incoming.mutatie_message import InvalidElement, reread_mutatie
from stagemarkt.adapters.soap.incoming.receiving import MAX_MESSAGE, SoapReceiver
from stagemarkt.model.mutatie import Mutatie, Plaats, mutatie_id_of
from stagemarkt.model.rejection import RejectionReason
from stagemarkt.ports.intake import ReadMessage

from tests.integration.support.contract import NS, SOAP, is_valid
from tests.message_examples import ACTIE, SBB_OIN, SCHOOL_OIN, main_body, many, message, mutatie
from tests.mutatie_examples import ABONNEMENT, MESSAGE, NOW

LANGUAGE = SoapReceiver(NS, f"{NS}/", SBB_OIN)


def read(content: bytes, action: str | None = f'"{ACTIE}"') -> ReadMessage:
    """What is made of it."""
    return LANGUAGE.read(content, action, NOW)


def reason(content: bytes, action: str | None = ACTIE) -> RejectionReason:
    """Why it is refused."""
    parsed = read(content, action)
    assert parsed.message is None
    assert parsed.rejection is not None
    assert "Jansen" not in str(parsed.rejection)
    return parsed.rejection.reden


def test_a_message_arrives_whole() -> None:
    """Every field arrives as what it is: texts trimmed, GUIDs in lower case, moments in UTC."""
    parsed = read(message(main_body(mutatie(), bericht_id=MESSAGE.upper())))
    assert parsed.rejection is None
    assert parsed.message is not None
    assert (parsed.message.bericht_id, parsed.message.school) == (MESSAGE, "99XX")
    assert (parsed.message.from_oin, parsed.message.to_oin) == (SBB_OIN, SCHOOL_OIN)
    assert parsed.message_id == f"urn:uuid:{MESSAGE}"
    assert parsed.message.mutaties == (
        Mutatie(
            mutatie_id=mutatie_id_of(MESSAGE, 1),
            school="99XX",
            bericht_id=MESSAGE,
            positie=1,
            abonnement_id=ABONNEMENT,
            leerbedrijf_id="900000001",
            naam="Bakkerij Jansen & Zn.",
            code="25998",
            status="ingetrokken",
            startdatum=date(2016, 8, 1),
            einddatum=date(2026, 8, 31),
            mutatietijdstip=datetime(2026, 9, 1, 7, 0, 0, 123000, tzinfo=UTC),
            gelogd_op=NOW,
        ),
    )


def test_a_keuzedeel_without_an_end() -> None:
    """A keuzedeel takes the place of the crebo, and no Einddatum is no end."""
    without = mutatie(Einddatum=None).replace("Crebonummer>", "Keuzedeelcode>").replace("25998", "K0067")
    content = message(main_body(without))
    assert is_valid(content)
    parsed = read(content)
    assert parsed.message is not None
    assert (parsed.message.mutaties[0].code, parsed.message.mutaties[0].einddatum) == ("K0067", None)


@pytest.mark.parametrize(
    ("tijdstip", "moment"),
    [
        ("2026-09-01T09:00:00", datetime(2026, 9, 1, 7, tzinfo=UTC)),
        ("2026-01-01T09:00:00", datetime(2026, 1, 1, 8, tzinfo=UTC)),
        ("2026-09-01T09:00:00.1234567Z", datetime(2026, 9, 1, 9, 0, 0, 123456, tzinfo=UTC)),
        ("2026-09-01T24:00:00Z", datetime(2026, 9, 2, tzinfo=UTC)),
        ("2026-09-01T00:30:00-14:00", datetime(2026, 9, 1, 14, 30, tzinfo=UTC)),
        ("0001-01-01T00:00:00", None),
    ],
)
def test_a_point_in_time(tijdstip: str, moment: datetime | None) -> None:
    """Without a zone a moment is Dutch time; midnight may be the end of a day."""
    content = message(main_body(mutatie(Mutatietijdstip=tijdstip)))
    assert is_valid(content)
    parsed = read(content)
    assert parsed.message is not None
    assert parsed.message.mutaties[0].mutatietijdstip == moment


def test_every_status_of_the_contract() -> None:
    """SBB's four words become ours; a mutatie with any other word is set apart."""
    words = {
        "Erkend": "erkend",
        "NietErkend": "nietErkend",
        "Ingetrokken": "ingetrokken",
        "Verlopen": "verlopen",
    }
    for word, status in words.items():
        parsed = read(message(main_body(mutatie(StatusErkenning=word))))
        assert parsed.message is not None
        assert parsed.message.mutaties[0].status == status
    parsed = read(message(main_body(mutatie(StatusErkenning="erkend"))))
    assert parsed.message is not None
    assert parsed.message.mutaties == ()
    assert [one.where for one in parsed.message.onleesbaar] == ["Mutatie/StatusErkenning"]


@pytest.mark.parametrize("count", [1, 25, 250, 2000])
def test_any_number_of_mutaties(count: int) -> None:
    """A message holds any number; their places count from 1."""
    parsed = read(many(count))
    assert parsed.message is not None
    assert [m.positie for m in parsed.message.mutaties] == list(range(1, count + 1))
    assert len({m.mutatie_id for m in parsed.message.mutaties}) == count


@pytest.mark.parametrize("action", [None, "", '""', ACTIE, f'"{ACTIE}"'])
def test_soapaction_may_be_missing(action: str | None) -> None:
    """The Body says what a message is; headers may be absent."""
    bare = message(Action=None, MessageID=None, To=None, From=None)
    parsed = read(bare, action)
    assert parsed.message is not None
    assert (parsed.message.from_oin, parsed.message.to_oin, parsed.message_id) == (None, None, None)


@pytest.mark.parametrize(
    ("content", "action", "expected"),
    [
        (b"", ACTIE, RejectionReason.NOT_XML),
        (b"<x", ACTIE, RejectionReason.NOT_XML),
        (message().replace(b"?>\n", b"?><!DOCTYPE x>", 1), ACTIE, RejectionReason.NOT_XML),
        (message()[:-30], ACTIE, RejectionReason.NOT_XML),
        (message().replace(b"UTF-8", b"ISO-8859-1"), ACTIE, RejectionReason.NOT_XML),
        (b"\xff" + message(), ACTIE, RejectionReason.NOT_XML),
        (b"<x/>", ACTIE, RejectionReason.NOT_SOAP),
        (message("geen element"), ACTIE, RejectionReason.NOT_SOAP),
        (message(main_body() + main_body()), ACTIE, RejectionReason.NOT_SOAP),
        (message(main_body() + "tekst"), ACTIE, RejectionReason.NOT_SOAP),
        (message().replace(b"s:Body>", b"s:Romp>"), ACTIE, RejectionReason.NOT_SOAP),
        (
            message().replace(SOAP.encode(), b"http://www.w3.org/2003/05/soap-envelope"),
            ACTIE,
            RejectionReason.OTHER_VERSION,
        ),
        (message(), f"{NS}/Zoeken", RejectionReason.OTHER_OPERATION),
        (message(Action=f"{NS}/Zoeken"), ACTIE, RejectionReason.OTHER_OPERATION),
        (message(f'<Zoeken xmlns="{NS}"/>'), ACTIE, RejectionReason.OTHER_OPERATION),
        (message(main_body().replace(NS, "urn:anders")), ACTIE, RejectionReason.OTHER_OPERATION),
        (message(extra='<x s:mustUnderstand="1" xmlns="urn:y"/>'), ACTIE, RejectionReason.NOT_UNDERSTOOD),
        (
            message(extra='<x s:mustUnderstand=" true " xmlns="urn:y"/>'),
            ACTIE,
            RejectionReason.NOT_UNDERSTOOD,
        ),
        (message(main_body().replace("</request>", "</request><request/>")), ACTIE, RejectionReason.INVALID),
        (message(main_body("<Anders/>")), ACTIE, RejectionReason.INVALID),
        (message(main_body(brin="99X")), ACTIE, RejectionReason.INVALID),
        (message(main_body(bericht_id=MESSAGE[1:])), ACTIE, RejectionReason.INVALID),
        (b" " * (MAX_MESSAGE + 1), ACTIE, RejectionReason.TOO_LARGE),
    ],
)
def test_what_is_no_message(content: bytes, action: str, expected: RejectionReason) -> None:
    """Each thing that can be wrong has its own reason."""
    assert reason(content, action) is expected


def test_of_an_invalid_message_what_can_be_read_is_known() -> None:
    """A refusal can refer to the message, and an operator sees whose it is."""
    parsed = read(message(main_body(abonnement_id="Anders")))
    assert (parsed.bericht_id, parsed.school) == (MESSAGE, "99XX")
    assert parsed.message_id == f"urn:uuid:{MESSAGE}"
    parsed = read(message(main_body(bericht_id="geen-guid", brin="25&#66;\u00c9")))
    assert (parsed.bericht_id, parsed.school) == (None, None)


def test_a_header_that_need_not_be_understood() -> None:
    """Other headers do no harm, and those of WS-Addressing may be marked as you like."""
    extra = '<x xmlns="urn:y"/><y s:mustUnderstand="0" xmlns="urn:y"/>'
    content = message(extra=extra).replace(b"<wsa:To>", b'<wsa:To s:mustUnderstand="1">')
    assert read(content).message is not None


@pytest.mark.parametrize("adres", ["https://[kapot?oin=x", "geen adres", "https://x/?oin=", ""])
def test_an_unreadable_address_names_nobody(adres: str) -> None:
    """An address that cannot be read names no receiver; it does not break the message."""
    parsed = read(message(To=adres))
    assert parsed.message is not None
    assert parsed.message.to_oin is None


def test_deep_and_wide_is_rejected_quickly() -> None:
    """Nesting without end, and a million attributes' worth of noise, end in a refusal and not in a crash."""
    deep = "<x>" * 200_000 + "</x>" * 200_000
    assert reason(message(main_body(deep))) is RejectionReason.INVALID
    assert reason(message(main_body(f"<Mutatie>{deep}</Mutatie>"))) is RejectionReason.INVALID


def test_what_was_set_apart_can_be_read_later() -> None:
    """It is kept as it came, prefixes or not: who has learnt to read it, reads it as if it came today."""
    good, bad = mutatie(), mutatie(StatusErkenning="Geschorst")
    parsed = read(message(main_body(good, bad)))
    assert parsed.message is not None
    (set_apart,) = parsed.message.onleesbaar
    plaats = Plaats(MESSAGE, ABONNEMENT, "99XX", set_apart.positie)
    with pytest.raises(InvalidElement):
        reread_mutatie(set_apart.inhoud, plaats, NOW)
    readable_now = reread_mutatie(set_apart.inhoud.replace(b"Geschorst", b"Ingetrokken"), plaats, NOW)
    assert (
        readable_now._replace(positie=1, mutatie_id=mutatie_id_of(MESSAGE, 1)) == parsed.message.mutaties[0]
    )
    assert readable_now.mutatie_id == mutatie_id_of(MESSAGE, 2)


def test_the_same_message_written_otherwise_is_the_same() -> None:
    """The digest is that of what is said: white space and prefixes are not, a letter is."""
    checksums = []
    loose = main_body().replace("><", ">\n <")
    for content in (
        main_body(),
        loose,
        main_body(mutatie(Naam="Bakkerij Jansen & Zn.")),
        main_body(mutatie(Naam="Anders")),
    ):
        parsed = read(message(content))
        assert parsed.message is not None
        checksums.append(parsed.message.content_digest)
    assert checksums[0] == checksums[1] == checksums[2] != checksums[3]
