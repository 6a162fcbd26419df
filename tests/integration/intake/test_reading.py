"""A message of SBB, read: what it says arrives whole, and what is no message has its own reason."""

from datetime import UTC, date, datetime

import pytest
from stagemarkt.adapters.soap.incoming.mutatie_message import NietGeldig, herlees_mutatie
from stagemarkt.adapters.soap.incoming.receiving import MAX_BERICHT, SoapOntvangst
from stagemarkt.model.mutatie import Mutatie, Plaats, mutatie_id_van
from stagemarkt.model.rejection import Reden
from stagemarkt.ports.intake import Gelezen

from tests.integration.support.contract import NS, SOAP, is_geldig
from tests.message_examples import ACTIE, SBB_OIN, SCHOOL_OIN, bericht, mutatie, romp, veel
from tests.mutatie_examples import ABONNEMENT, BERICHT, NU

TAAL = SoapOntvangst(NS, f"{NS}/", SBB_OIN)


def lees(inhoud: bytes, actie: str | None = f'"{ACTIE}"') -> Gelezen:
    """What is made of it."""
    return TAAL.lees(inhoud, actie, NU)


def reden(inhoud: bytes, actie: str | None = ACTIE) -> Reden:
    """Why it is refused."""
    gelezen = lees(inhoud, actie)
    assert gelezen.bericht is None
    assert gelezen.afwijzing is not None
    assert "Jansen" not in str(gelezen.afwijzing)
    return gelezen.afwijzing.reden


def test_een_bericht_komt_heel_aan() -> None:
    """Every field arrives as what it is: texts trimmed, GUIDs in lower case, moments in UTC."""
    gelezen = lees(bericht(romp(mutatie(), bericht_id=BERICHT.upper())))
    assert gelezen.afwijzing is None
    assert gelezen.bericht is not None
    assert (gelezen.bericht.bericht_id, gelezen.bericht.school) == (BERICHT, "99XX")
    assert (gelezen.bericht.van_oin, gelezen.bericht.naar_oin) == (SBB_OIN, SCHOOL_OIN)
    assert gelezen.message_id == f"urn:uuid:{BERICHT}"
    assert gelezen.bericht.mutaties == (
        Mutatie(
            mutatie_id=mutatie_id_van(BERICHT, 1),
            school="99XX",
            bericht_id=BERICHT,
            positie=1,
            abonnement_id=ABONNEMENT,
            leerbedrijf_id="900000001",
            naam="Bakkerij Jansen & Zn.",
            code="25998",
            status="ingetrokken",
            startdatum=date(2016, 8, 1),
            einddatum=date(2026, 8, 31),
            mutatietijdstip=datetime(2026, 9, 1, 7, 0, 0, 123000, tzinfo=UTC),
            gelogd_op=NU,
        ),
    )


def test_een_keuzedeel_zonder_einde() -> None:
    """A keuzedeel takes the place of the crebo, and no Einddatum is no end."""
    zonder = mutatie(Einddatum=None).replace("Crebonummer>", "Keuzedeelcode>").replace("25998", "K0067")
    inhoud = bericht(romp(zonder))
    assert is_geldig(inhoud)
    gelezen = lees(inhoud)
    assert gelezen.bericht is not None
    assert (gelezen.bericht.mutaties[0].code, gelezen.bericht.mutaties[0].einddatum) == ("K0067", None)


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
def test_een_tijdstip(tijdstip: str, moment: datetime | None) -> None:
    """Without a zone a moment is Dutch time; midnight may be the end of a day."""
    inhoud = bericht(romp(mutatie(Mutatietijdstip=tijdstip)))
    assert is_geldig(inhoud)
    gelezen = lees(inhoud)
    assert gelezen.bericht is not None
    assert gelezen.bericht.mutaties[0].mutatietijdstip == moment


def test_elke_status_van_het_contract() -> None:
    """SBB's four words become ours; a mutatie with any other word is set apart."""
    woorden = {
        "Erkend": "erkend",
        "NietErkend": "nietErkend",
        "Ingetrokken": "ingetrokken",
        "Verlopen": "verlopen",
    }
    for woord, status in woorden.items():
        gelezen = lees(bericht(romp(mutatie(StatusErkenning=woord))))
        assert gelezen.bericht is not None
        assert gelezen.bericht.mutaties[0].status == status
    gelezen = lees(bericht(romp(mutatie(StatusErkenning="erkend"))))
    assert gelezen.bericht is not None
    assert gelezen.bericht.mutaties == ()
    assert [een.waar for een in gelezen.bericht.onleesbaar] == ["Mutatie/StatusErkenning"]


@pytest.mark.parametrize("aantal", [1, 25, 250, 2000])
def test_elk_aantal_mutaties(aantal: int) -> None:
    """A message holds any number; their places count from 1."""
    gelezen = lees(veel(aantal))
    assert gelezen.bericht is not None
    assert [m.positie for m in gelezen.bericht.mutaties] == list(range(1, aantal + 1))
    assert len({m.mutatie_id for m in gelezen.bericht.mutaties}) == aantal


@pytest.mark.parametrize("actie", [None, "", '""', ACTIE, f'"{ACTIE}"'])
def test_soapaction_mag_ontbreken(actie: str | None) -> None:
    """The Body says what a message is; headers may be absent."""
    kaal = bericht(Action=None, MessageID=None, To=None, From=None)
    gelezen = lees(kaal, actie)
    assert gelezen.bericht is not None
    assert (gelezen.bericht.van_oin, gelezen.bericht.naar_oin, gelezen.message_id) == (None, None, None)


@pytest.mark.parametrize(
    ("inhoud", "actie", "verwacht"),
    [
        (b"", ACTIE, Reden.GEEN_XML),
        (b"<x", ACTIE, Reden.GEEN_XML),
        (bericht().replace(b"?>\n", b"?><!DOCTYPE x>", 1), ACTIE, Reden.GEEN_XML),
        (bericht()[:-30], ACTIE, Reden.GEEN_XML),
        (bericht().replace(b"UTF-8", b"ISO-8859-1"), ACTIE, Reden.GEEN_XML),
        (b"\xff" + bericht(), ACTIE, Reden.GEEN_XML),
        (b"<x/>", ACTIE, Reden.GEEN_SOAP),
        (bericht("geen element"), ACTIE, Reden.GEEN_SOAP),
        (bericht(romp() + romp()), ACTIE, Reden.GEEN_SOAP),
        (bericht(romp() + "tekst"), ACTIE, Reden.GEEN_SOAP),
        (bericht().replace(b"s:Body>", b"s:Romp>"), ACTIE, Reden.GEEN_SOAP),
        (
            bericht().replace(SOAP.encode(), b"http://www.w3.org/2003/05/soap-envelope"),
            ACTIE,
            Reden.ANDERE_VERSIE,
        ),
        (bericht(), f"{NS}/Zoeken", Reden.ANDERE_OPERATIE),
        (bericht(Action=f"{NS}/Zoeken"), ACTIE, Reden.ANDERE_OPERATIE),
        (bericht(f'<Zoeken xmlns="{NS}"/>'), ACTIE, Reden.ANDERE_OPERATIE),
        (bericht(romp().replace(NS, "urn:anders")), ACTIE, Reden.ANDERE_OPERATIE),
        (bericht(extra='<x s:mustUnderstand="1" xmlns="urn:y"/>'), ACTIE, Reden.NIET_BEGREPEN),
        (bericht(extra='<x s:mustUnderstand=" true " xmlns="urn:y"/>'), ACTIE, Reden.NIET_BEGREPEN),
        (bericht(romp().replace("</request>", "</request><request/>")), ACTIE, Reden.ONGELDIG),
        (bericht(romp("<Anders/>")), ACTIE, Reden.ONGELDIG),
        (bericht(romp(brin="99X")), ACTIE, Reden.ONGELDIG),
        (bericht(romp(bericht_id=BERICHT[1:])), ACTIE, Reden.ONGELDIG),
        (b" " * (MAX_BERICHT + 1), ACTIE, Reden.TE_GROOT),
    ],
)
def test_wat_geen_bericht_is(inhoud: bytes, actie: str, verwacht: Reden) -> None:
    """Each thing that can be wrong has its own reason."""
    assert reden(inhoud, actie) is verwacht


def test_van_een_ongeldig_bericht_is_bekend_wat_te_lezen_valt() -> None:
    """A refusal can refer to the message, and an operator sees whose it is."""
    gelezen = lees(bericht(romp(abonnement_id="Anders")))
    assert (gelezen.bericht_id, gelezen.school) == (BERICHT, "99XX")
    assert gelezen.message_id == f"urn:uuid:{BERICHT}"
    gelezen = lees(bericht(romp(bericht_id="geen-guid", brin="25&#66;\u00c9")))
    assert (gelezen.bericht_id, gelezen.school) == (None, None)


def test_een_kop_die_niet_begrepen_hoeft_te_worden() -> None:
    """Other headers do no harm, and those of WS-Addressing may be marked as you like."""
    extra = '<x xmlns="urn:y"/><y s:mustUnderstand="0" xmlns="urn:y"/>'
    inhoud = bericht(extra=extra).replace(b"<wsa:To>", b'<wsa:To s:mustUnderstand="1">')
    assert lees(inhoud).bericht is not None


@pytest.mark.parametrize("adres", ["https://[kapot?oin=x", "geen adres", "https://x/?oin=", ""])
def test_een_onleesbaar_adres_noemt_niemand(adres: str) -> None:
    """An address that cannot be read names no receiver; it does not break the message."""
    gelezen = lees(bericht(To=adres))
    assert gelezen.bericht is not None
    assert gelezen.bericht.naar_oin is None


def test_diep_en_breed_valt_snel_af() -> None:
    """Nesting without end, and a million attributes' worth of noise, end in a refusal and not in a crash."""
    diep = "<x>" * 200_000 + "</x>" * 200_000
    assert reden(bericht(romp(diep))) is Reden.ONGELDIG
    assert reden(bericht(romp(f"<Mutatie>{diep}</Mutatie>"))) is Reden.ONGELDIG


def test_wat_apart_is_gehouden_is_later_te_lezen() -> None:
    """It is kept as it came, prefixes or not: who has learnt to read it, reads it as if it came today."""
    goed, slecht = mutatie(), mutatie(StatusErkenning="Geschorst")
    gelezen = lees(bericht(romp(goed, slecht)))
    assert gelezen.bericht is not None
    (apart,) = gelezen.bericht.onleesbaar
    plaats = Plaats(BERICHT, ABONNEMENT, "99XX", apart.positie)
    with pytest.raises(NietGeldig):
        herlees_mutatie(apart.inhoud, plaats, NU)
    nu_wel = herlees_mutatie(apart.inhoud.replace(b"Geschorst", b"Ingetrokken"), plaats, NU)
    assert nu_wel._replace(positie=1, mutatie_id=mutatie_id_van(BERICHT, 1)) == gelezen.bericht.mutaties[0]
    assert nu_wel.mutatie_id == mutatie_id_van(BERICHT, 2)


def test_hetzelfde_bericht_anders_geschreven_is_hetzelfde() -> None:
    """The digest is that of what is said: white space and prefixes are not, a letter is."""
    sommen = []
    los = romp().replace("><", ">\n <")
    for inhoud in (romp(), los, romp(mutatie(Naam="Bakkerij Jansen & Zn.")), romp(mutatie(Naam="Anders"))):
        gelezen = lees(bericht(inhoud))
        assert gelezen.bericht is not None
        sommen.append(gelezen.bericht.inhoudssom)
    assert sommen[0] == sommen[1] == sommen[2] != sommen[3]
