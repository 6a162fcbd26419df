"""The shapes of answers and questions, as the OpenAPI document has them.

What is answered is open: fields and words may be added. What is absent is absent, and not None.
"""

# Made from functions/documentatie/openapi.json by client/generator.py: `make openapi`.

from datetime import date, datetime
from typing import Any, Literal, NotRequired, TypedDict


class Abonnementfilter(TypedDict):
    """Welke mutaties; wat ontbreekt, laat alles door."""

    leerbedrijfIds: NotRequired[list[str]]
    """ID's van leerbedrijven bij SBB."""
    codes: NotRequired[list[str]]
    """Crebo's en keuzedelen."""
    statussen: NotRequired[list[str]]
    """Wat er van de erkenning geworden is. `erkend`: erkend; `nietErkend`: niet erkend; `ingetrokken`: de
    erkenning is ingetrokken; `verlopen`: de erkenning is voorbij. Er kan een woord bijkomen.
    """


class Abonnementkeuze(TypedDict):
    """Alleen mutaties die aan elk deel voldoen; wat leeg is of ontbreekt, laat alles door."""

    leerbedrijfIds: NotRequired[list[str]]
    """Alleen van deze leerbedrijven."""
    codes: NotRequired[list[str]]
    """Alleen over deze crebo's en keuzedelen."""
    statussen: NotRequired[list[Literal["erkend", "nietErkend", "ingetrokken", "verlopen"]]]
    """Alleen als de erkenning dit geworden is."""


class Actualiteit(TypedDict):
    """Hoe vers een antwoord is."""

    opgehaaldOp: str
    """Wanneer SBB het gaf."""
    bron: str
    """Waar dit antwoord vandaan komt. `sbb`: nu aan SBB gevraagd; `cache`: eerder aan SBB gevraagd en
    bewaard. Er kan een woord bijkomen.
    """
    verouderd: bool
    """Dit antwoord is bewaard, en ouder dan zoiets vers heet (`max-age` in `Cache-Control`). Of SBB
    bereikbaar is, zegt dit niet: een nieuw wordt achter de vraag om opgehaald.
    """


class ActualiteitDeel(TypedDict):
    """Hoe vers een antwoord is. Met `fields` alleen wat u vroeg."""

    opgehaaldOp: NotRequired[str]
    """Wanneer SBB het gaf."""
    bron: NotRequired[str]
    """Waar dit antwoord vandaan komt. `sbb`: nu aan SBB gevraagd; `cache`: eerder aan SBB gevraagd en
    bewaard. Er kan een woord bijkomen.
    """
    verouderd: NotRequired[bool]
    """Dit antwoord is bewaard, en ouder dan zoiets vers heet (`max-age` in `Cache-Control`). Of SBB
    bereikbaar is, zegt dit niet: een nieuw wordt achter de vraag om opgehaald.
    """


class Adres(TypedDict):
    """Een adres. Teksten zoals SBB ze heeft; wat SBB leeg laat, ontbreekt."""

    straat: NotRequired[str]
    """De straat, bij SBB soms met het huisnummer erin."""
    huisnummer: NotRequired[str]
    """Een tekst: buitenlandse adressen hebben nummers als `12-14`."""
    huisnummertoevoeging: NotRequired[str]
    """De toevoeging bij het huisnummer."""
    postcode: NotRequired[str]
    """Nederlandse als `1234AB`; buitenlandse zoals SBB ze heeft."""
    plaats: NotRequired[str]
    """De plaats."""
    land: NotRequired[str]
    """Het land; ontbreekt vaak als dat Nederland is."""


class LaatstePoging(TypedDict):
    """De laatste poging om iets af te leveren."""

    tijdstip: str
    """Wanneer dat was."""
    httpStatus: NotRequired[int]
    """De statuscode die de ontvanger gaf; ontbreekt als er geen was."""
    reden: NotRequired[str]
    """Ontbreekt als het gelukt is."""
    uitleg: NotRequired[str]
    """Een zin om voor te lezen aan wie belt."""


class Bronmelding(TypedDict):
    """Wat SBB erbij zei."""

    signaalcode: int
    """Het nummer waarmee SBB zei hoe het afliep."""
    melding: NotRequired[str]
    """De zin van SBB bij de signaalcode."""
    berichtId: str
    """Het nummer van het bericht aan SBB; noem het als u SBB belt."""


class LaatsteWeigering(TypedDict):
    """De laatste keer dat SBB het niet accepteerde."""

    tijdstip: str
    """Wanneer dat was."""
    signaalcode: NotRequired[int]
    """Ontbreekt als SBB al bij het verbinden weigerde."""


class Contactpersoon(TypedDict):
    """Iemand bij het leerbedrijf. Persoonsgegevens: bewaar ze niet langer dan nodig."""

    naam: str
    """De naam van deze persoon."""
    functie: NotRequired[str]
    """De functie van deze persoon."""
    email: NotRequired[str]
    """Het e-mailadres."""
    telefoonnummer: NotRequired[str]
    """Het telefoonnummer."""


class ContactpersoonDeel(TypedDict):
    """Iemand bij het leerbedrijf. Persoonsgegevens: bewaar ze niet langer dan nodig. Met `fields` alleen
    wat u vroeg.
    """

    naam: NotRequired[str]
    """De naam van deze persoon."""
    functie: NotRequired[str]
    """De functie van deze persoon."""
    email: NotRequired[str]
    """Het e-mailadres."""
    telefoonnummer: NotRequired[str]
    """Het telefoonnummer."""


class Controlevraag(TypedDict):
    """Eén controle: de vraag van `geefErkenning`, met een naam om het antwoord te vinden."""

    key: list[str]
    """Het leerbedrijf-ID en de code, in deze volgorde."""
    peildatum: NotRequired[date | str]
    """De dag waarop erkend moet zijn; standaard vandaag in Europe/Amsterdam."""
    totEnMet: NotRequired[date | str]
    """De laatste dag van de BPVO: dan wordt de hele periode vanaf `peildatum` bekeken."""
    leerweg: NotRequired[Literal["BOL", "BBL"]]
    """De leerweg van de student, `BOL` of `BBL`: dan gaat het antwoord over die leerweg. SBB wordt er een
    tweede keer voor gevraagd; geeft zij dan niets, dan is er alleen een antwoord als het toch al nee
    was.
    """
    referentie: NotRequired[str]
    """Hoe u deze controle noemt; u krijgt het terug zoals het is. Geen naam of nummer van een student."""


class PraktijkopleiderDeel(TypedDict):
    """Wie er studenten begeleidt, en voor welke crebo's. Persoonsgegevens. Met `fields` alleen wat u
    vroeg.
    """

    naam: NotRequired[str]
    """De naam van deze persoon."""
    functie: NotRequired[str]
    """De functie van deze persoon."""
    email: NotRequired[str]
    """Het e-mailadres."""
    telefoonnummer: NotRequired[str]
    """Het telefoonnummer."""
    crebos: NotRequired[list[str]]
    """De crebo's waarvoor deze praktijkopleider begeleidt."""


class ErkenningDeel(TypedDict):
    """Of een leerbedrijf op een dag is erkend voor een crebo of keuzedeel. Met `fields` alleen wat u
    vroeg.
    """

    leerbedrijfId: NotRequired[str]
    """Het ID van het leerbedrijf bij SBB."""
    naam: NotRequired[str]
    """De naam van het leerbedrijf, als SBB die geeft."""
    code: NotRequired[str]
    """De crebo of het keuzedeel."""
    codeType: NotRequired[str]
    """Wat voor code het is. `crebo`: een opleiding, vijf cijfers; `keuzedeel`: een keuzedeel, een K en
    vier cijfers. Er kan een woord bijkomen.
    """
    omschrijving: NotRequired[str]
    """In woorden van SBB."""
    niveau: NotRequired[int]
    """Het niveau van de opleiding, 1 tot en met 4."""
    leerweg: NotRequired[str]
    """De leerweg waar deze erkenning voor geldt; ontbreekt als SBB die niet vertelt. `BOL`: vooral op
    school; `BBL`: vooral aan het werk. Er kan een woord bijkomen.
    """
    leerwegBekend: NotRequired[bool]
    """Of SBB vertelt voor welke leerweg dit geldt. `false`: wat hier staat, geldt zonder onderscheid, en
    kan voor één leerweg anders zijn; `leerwegReden` zegt waarom. Ontbreekt als er niets te
    onderscheiden was: niet erkend, voor geen van beide.
    """
    leerwegReden: NotRequired[str]
    """Waarom de leerweg niet bekend is. `nietVerteld`: SBB zegt het niet. `nietOpgehaald`: SBB gaf haar
    lijst van erkenningen nu niet; vraag het straks opnieuw. `nietVerteld`: SBB zegt het niet;
    `nietOpgehaald`: SBB gaf haar lijst nu niet; vraag het straks. Er kan een woord bijkomen.
    """
    erkend: NotRequired[bool]
    """Erkend op `peildatum`; met `leerweg` voor die leerweg, zonder voor ten minste één. Zegt niets over
    de dagen daarna: over een BPVO beslist `erkendGehelePeriode`.
    """
    status: NotRequired[str]
    """Hoe het ermee staat. `erkend`: erkend op de peildatum; `nietErkend`: niet erkend; `ingetrokken`: de
    erkenning is ingetrokken; `verlopen`: de erkenning is voorbij; `toekomstig`: de erkenning begint na
    de peildatum; `onbekend`: SBB gaf een woord dat hier niet bekend is. Er kan een woord bijkomen.
    """
    startdatum: NotRequired[str]
    """De eerste dag van de erkenning."""
    einddatum: NotRequired[str]
    """De laatste dag van de erkenning; ontbreekt als zij geen einde heeft."""
    peildatum: NotRequired[str]
    """De dag waarover het antwoord gaat."""
    totEnMet: NotRequired[str]
    """De laatste dag van de periode waarnaar gevraagd is."""
    erkendGehelePeriode: NotRequired[bool]
    """Erkend op elke dag van `peildatum` tot en met `totEnMet`. Alleen bij `totEnMet`. **Dit veld beslist
    over een BPVO**: vraag met de eerste dag als `peildatum`, de laatste als `totEnMet` en de leerweg
    van de student; alleen `true` is ja.
    """
    eindigtTijdensPeriode: NotRequired[bool]
    """De laatste dag van de erkenning valt in de periode, voor `totEnMet`. Alleen bij `totEnMet`."""


class Zekeringtoestand(TypedDict):
    """Of er vragen naar SBB gaan; na vijf fouten op rij even niet."""

    status: str
    """Of er vragen naar SBB gaan. `gesloten`: vragen gaan gewoon naar SBB; `open`: er gaan even geen
    vragen naar SBB; `op-proef`: de eerstvolgende vraag gaat weer naar SBB. Er kan een woord bijkomen.
    """
    uitleg: str
    """Een zin om voor te lezen aan wie belt."""
    sinds: NotRequired[str]
    """Sinds wanneer er geen gaan."""
    volgendePoging: NotRequired[str]
    """Wanneer er weer een gaat, als proef."""


class Erkenning(TypedDict):
    """Of een leerbedrijf op een dag is erkend voor een crebo of keuzedeel."""

    leerbedrijfId: str
    """Het ID van het leerbedrijf bij SBB."""
    naam: NotRequired[str]
    """De naam van het leerbedrijf, als SBB die geeft."""
    code: str
    """De crebo of het keuzedeel."""
    codeType: str
    """Wat voor code het is. `crebo`: een opleiding, vijf cijfers; `keuzedeel`: een keuzedeel, een K en
    vier cijfers. Er kan een woord bijkomen.
    """
    omschrijving: NotRequired[str]
    """In woorden van SBB."""
    niveau: NotRequired[int]
    """Het niveau van de opleiding, 1 tot en met 4."""
    leerweg: NotRequired[str]
    """De leerweg waar deze erkenning voor geldt; ontbreekt als SBB die niet vertelt. `BOL`: vooral op
    school; `BBL`: vooral aan het werk. Er kan een woord bijkomen.
    """
    leerwegBekend: NotRequired[bool]
    """Of SBB vertelt voor welke leerweg dit geldt. `false`: wat hier staat, geldt zonder onderscheid, en
    kan voor één leerweg anders zijn; `leerwegReden` zegt waarom. Ontbreekt als er niets te
    onderscheiden was: niet erkend, voor geen van beide.
    """
    leerwegReden: NotRequired[str]
    """Waarom de leerweg niet bekend is. `nietVerteld`: SBB zegt het niet. `nietOpgehaald`: SBB gaf haar
    lijst van erkenningen nu niet; vraag het straks opnieuw. `nietVerteld`: SBB zegt het niet;
    `nietOpgehaald`: SBB gaf haar lijst nu niet; vraag het straks. Er kan een woord bijkomen.
    """
    erkend: bool
    """Erkend op `peildatum`; met `leerweg` voor die leerweg, zonder voor ten minste één. Zegt niets over
    de dagen daarna: over een BPVO beslist `erkendGehelePeriode`.
    """
    status: str
    """Hoe het ermee staat. `erkend`: erkend op de peildatum; `nietErkend`: niet erkend; `ingetrokken`: de
    erkenning is ingetrokken; `verlopen`: de erkenning is voorbij; `toekomstig`: de erkenning begint na
    de peildatum; `onbekend`: SBB gaf een woord dat hier niet bekend is. Er kan een woord bijkomen.
    """
    startdatum: NotRequired[str]
    """De eerste dag van de erkenning."""
    einddatum: NotRequired[str]
    """De laatste dag van de erkenning; ontbreekt als zij geen einde heeft."""
    peildatum: str
    """De dag waarover het antwoord gaat."""
    totEnMet: NotRequired[str]
    """De laatste dag van de periode waarnaar gevraagd is."""
    erkendGehelePeriode: NotRequired[bool]
    """Erkend op elke dag van `peildatum` tot en met `totEnMet`. Alleen bij `totEnMet`. **Dit veld beslist
    over een BPVO**: vraag met de eerste dag als `peildatum`, de laatste als `totEnMet` en de leerweg
    van de student; alleen `true` is ja.
    """
    eindigtTijdensPeriode: NotRequired[bool]
    """De laatste dag van de erkenning valt in de periode, voor `totEnMet`. Alleen bij `totEnMet`."""


class FacadeToestand(TypedDict):
    """Hoe het met deze facade is."""

    status: str
    """Hoe het ermee staat. `in-orde`: werkt; `storing`: werkt niet goed. Er kan een woord bijkomen."""
    uitleg: str
    """Een zin om voor te lezen aan wie belt."""


class Praktijkopleider(TypedDict):
    """Wie er studenten begeleidt, en voor welke crebo's. Persoonsgegevens."""

    naam: str
    """De naam van deze persoon."""
    functie: NotRequired[str]
    """De functie van deze persoon."""
    email: NotRequired[str]
    """Het e-mailadres."""
    telefoonnummer: NotRequired[str]
    """Het telefoonnummer."""
    crebos: list[str]
    """De crebo's waarvoor deze praktijkopleider begeleidt."""


class Herafleveringsvraag(TypedDict):
    """Vanaf welk moment opnieuw moet worden afgeleverd."""

    vanaf: datetime | str
    """Vanaf welk moment opnieuw, met tijdzone."""


class Herlevering(TypedDict):
    """Wat opnieuw wordt afgeleverd."""

    aantal: int
    """Hoeveel mutaties opnieuw komen."""
    eersteVolgnummer: NotRequired[int]
    """Het eerste dat opnieuw komt; ontbreekt als er niets is."""
    laatsteVolgnummer: NotRequired[int]
    """Het laatste dat opnieuw komt; ontbreekt als er niets is."""


Invoerpunt = TypedDict(
    "Invoerpunt",
    {"in": str, "naam": NotRequired[str], "pointer": NotRequired[str], "code": str, "detail": str},
)
"""Eén fout in de invoer: waar, en wat eraan te doen is."""


class LaatsteFout(TypedDict):
    """De laatste keer dat SBB geen bruikbaar antwoord gaf."""

    tijdstip: str
    """Wanneer dat was."""
    code: str
    """De code van het probleem van toen."""


class Leerbedrijfvraag(TypedDict):
    """Welk leerbedrijf: ten minste `naam`, of `postcode` met `huisnummer`."""

    naam: NotRequired[str]
    """De naam van het leerbedrijf, of een deel ervan."""
    postcode: NotRequired[str]
    """Een Nederlandse postcode; `1234 AB` en `1234ab` zijn ook goed."""
    huisnummer: NotRequired[int | str]
    """Het huisnummer, met of zonder toevoeging, samen met `postcode`. Kent SBB die toevoeging daar, dan
    komen alleen de leerbedrijven met die toevoeging; anders alle op dat nummer.
    """
    inclusiefHistorisch: NotRequired[bool]
    """Geef ook leerbedrijven die niet meer actueel zijn."""


class Opleiding(TypedDict):
    """Een opleiding waar een leerplaats voor is."""

    crebo: str
    """De crebo van de opleiding."""
    omschrijving: NotRequired[str]
    """In woorden van SBB."""
    niveau: NotRequired[int]
    """Het niveau van de opleiding, 1 tot en met 4."""


class Leerwegerkenning(TypedDict):
    """Wat er voor één leerweg geldt, waar SBB dat vertelt."""

    leerweg: str
    """De leerweg. `BOL`: vooral op school; `BBL`: vooral aan het werk. Er kan een woord bijkomen."""
    erkend: bool
    """Erkend op `peildatum`, voor deze leerweg."""
    status: str
    """Hoe het ermee staat. `erkend`: erkend op de peildatum; `nietErkend`: niet erkend; `ingetrokken`: de
    erkenning is ingetrokken; `verlopen`: de erkenning is voorbij; `toekomstig`: de erkenning begint na
    de peildatum; `onbekend`: SBB gaf een woord dat hier niet bekend is. Er kan een woord bijkomen.
    """
    startdatum: NotRequired[str]
    """De eerste dag van de erkenning."""
    einddatum: NotRequired[str]
    """De laatste dag van de erkenning; ontbreekt als zij geen einde heeft."""
    erkendGehelePeriode: NotRequired[bool]
    """Erkend op elke dag van `peildatum` tot en met `totEnMet`. Alleen bij `totEnMet`. **Dit veld beslist
    over een BPVO**: vraag met de eerste dag als `peildatum`, de laatste als `totEnMet` en de leerweg
    van de student; alleen `true` is ja.
    """
    eindigtTijdensPeriode: NotRequired[bool]
    """De laatste dag van de erkenning valt in de periode, voor `totEnMet`. Alleen bij `totEnMet`."""


class Limietstatus(TypedDict):
    """Hoeveel er namens de school aan SBB gevraagd wordt."""

    perSeconde: int
    """Hoeveel vragen in een seconde."""
    tegelijk: int
    """Hoeveel vragen tegelijk."""
    lopend: int
    """Vragen die nu bij SBB lopen."""
    uitleg: str
    """Voor te lezen aan wie belt."""


class Mutatiegegevens(TypedDict):
    """Wat er van een erkenning is geworden."""

    leerbedrijfId: str
    """Het ID van het leerbedrijf bij SBB."""
    naam: NotRequired[str]
    """De naam van het leerbedrijf, als SBB die geeft."""
    code: str
    """De crebo of het keuzedeel."""
    codeType: str
    """Wat voor code het is. `crebo`: een opleiding, vijf cijfers; `keuzedeel`: een keuzedeel, een K en
    vier cijfers. Er kan een woord bijkomen.
    """
    status: str
    """Hoe het ermee staat. `erkend`: erkend; `nietErkend`: niet erkend; `ingetrokken`: de erkenning is
    ingetrokken; `verlopen`: de erkenning is voorbij. Er kan een woord bijkomen.
    """
    startdatum: str
    """De eerste dag van de erkenning."""
    einddatum: NotRequired[str]
    """De laatste dag van de erkenning; ontbreekt als zij geen einde heeft."""
    school: str
    """De BRIN van de school."""


class Testuitkomst(TypedDict):
    """Hoe het een testbericht verging."""

    testberichtId: str
    """Het `id` van het testbericht."""
    uitkomst: str
    """Hoe het afliep. `geleverd`: de ontvanger heeft het; `mislukt`: de ontvanger heeft het niet, of dat
    is niet zeker; `afgemeld`: de ontvanger antwoordde 410 en krijgt niets meer; `geweigerd`: daarheen
    mag niet gestuurd worden, en dat is niet gebeurd. Er kan een woord bijkomen.
    """
    httpStatus: NotRequired[int]
    """De statuscode die de ontvanger gaf; ontbreekt als er geen was."""
    reden: NotRequired[str]
    """Waarom het niet lukte, als een woord."""
    uitleg: NotRequired[str]
    """Een zin om voor te lezen aan wie belt."""


class Abonnement(TypedDict):
    """Een abonnement, met wat een wachtrij nodig heeft om ons toe te laten."""

    abonnementId: str
    """Het ID van het abonnement."""
    school: str
    """De BRIN van de school."""
    soort: str
    """Waar de mutaties heen gaan. `webhook`: een URL van u; `sqs`: een SQS-wachtrij van u. Er kan een
    woord bijkomen.
    """
    url: NotRequired[str]
    """Bij een webhook."""
    queueArn: NotRequired[str]
    """Bij sqs."""
    filter: NotRequired[Abonnementfilter]
    """Welke mutaties; ontbreekt als alles komt."""
    toestand: str
    """`onbevestigd`: het token uit het testbericht is nog niet teruggestuurd. `afgemeld`: de ontvanger
    antwoordde 410. In elke andere toestand dan `actief` wordt genummerd en niets verstuurd. `actief`:
    er wordt verstuurd; `onbevestigd`: het token uit het testbericht is nog niet teruggestuurd;
    `afgemeld`: de ontvanger antwoordde 410; `gepauzeerd`: u heeft het stilgezet. Er kan een woord
    bijkomen.
    """
    aangemaaktOp: str
    """Wanneer het is gemaakt."""
    oudeSleutelTot: NotRequired[str]
    """Tot dan wordt ook met de vorige sleutel ondertekend."""
    queueBeleid: NotRequired[dict[str, Any]]
    """Bij sqs: het beleid dat u de wachtrij geeft, zodat wij erin mogen sturen."""


class AbonnementKort(TypedDict):
    """Waarheen de mutaties van een school gaan."""

    abonnementId: str
    """Het ID van het abonnement."""
    school: str
    """De BRIN van de school."""
    soort: str
    """Waar de mutaties heen gaan. `webhook`: een URL van u; `sqs`: een SQS-wachtrij van u. Er kan een
    woord bijkomen.
    """
    url: NotRequired[str]
    """Bij een webhook."""
    queueArn: NotRequired[str]
    """Bij sqs."""
    filter: NotRequired[Abonnementfilter]
    """Welke mutaties; ontbreekt als alles komt."""
    toestand: str
    """`onbevestigd`: het token uit het testbericht is nog niet teruggestuurd. `afgemeld`: de ontvanger
    antwoordde 410. In elke andere toestand dan `actief` wordt genummerd en niets verstuurd. `actief`:
    er wordt verstuurd; `onbevestigd`: het token uit het testbericht is nog niet teruggestuurd;
    `afgemeld`: de ontvanger antwoordde 410; `gepauzeerd`: u heeft het stilgezet. Er kan een woord
    bijkomen.
    """
    aangemaaktOp: str
    """Wanneer het is gemaakt."""
    oudeSleutelTot: NotRequired[str]
    """Tot dan wordt ook met de vorige sleutel ondertekend."""


class AbonnementMetGeheim(TypedDict):
    """Een abonnement waarvan de sleutel net is gemaakt."""

    abonnementId: str
    """Het ID van het abonnement."""
    school: str
    """De BRIN van de school."""
    soort: str
    """Waar de mutaties heen gaan. `webhook`: een URL van u; `sqs`: een SQS-wachtrij van u. Er kan een
    woord bijkomen.
    """
    url: NotRequired[str]
    """Bij een webhook."""
    queueArn: NotRequired[str]
    """Bij sqs."""
    filter: NotRequired[Abonnementfilter]
    """Welke mutaties; ontbreekt als alles komt."""
    toestand: str
    """`onbevestigd`: het token uit het testbericht is nog niet teruggestuurd. `afgemeld`: de ontvanger
    antwoordde 410. In elke andere toestand dan `actief` wordt genummerd en niets verstuurd. `actief`:
    er wordt verstuurd; `onbevestigd`: het token uit het testbericht is nog niet teruggestuurd;
    `afgemeld`: de ontvanger antwoordde 410; `gepauzeerd`: u heeft het stilgezet. Er kan een woord
    bijkomen.
    """
    aangemaaktOp: str
    """Wanneer het is gemaakt."""
    oudeSleutelTot: NotRequired[str]
    """Tot dan wordt ook met de vorige sleutel ondertekend."""
    queueBeleid: NotRequired[dict[str, Any]]
    """Bij sqs: het beleid dat u de wachtrij geeft, zodat wij erin mogen sturen."""
    geheim: NotRequired[str]
    """Bij een webhook: waarmee u handtekeningen controleert. Alleen nu te zien."""


class Abonnementwijziging(TypedDict):
    """Wat er anders moet; wat u niet noemt, blijft zoals het is."""

    url: NotRequired[str]
    """Bij een webhook: waarheen, over https, naar een openbaar adres."""
    queueArn: NotRequired[str]
    """Bij sqs: de ARN van de wachtrij in uw eigen account. Alleen een `.fifo` houdt de volgorde."""
    filter: NotRequired[Abonnementkeuze]
    """Alleen mutaties die aan elk deel voldoen; een deel dat leeg is of ontbreekt, laat alles door."""
    toestand: NotRequired[Literal["actief", "gepauzeerd"]]
    """`gepauzeerd`: er wordt genummerd en niets verstuurd. `actief`: alles wat wacht, komt alsnog."""
    token: NotRequired[str]
    """Bij sqs: het token uit het testbericht, als bewijs dat de wachtrij van u is."""


class NieuwAbonnement(TypedDict):
    """Waar de mutaties heen moeten: bij `webhook` een `url`, bij `sqs` een `queueArn`."""

    soort: Literal["webhook", "sqs"]
    """Hoe u de mutaties ontvangt: op een URL van u, of in een SQS-wachtrij van u."""
    url: NotRequired[str]
    """Bij een webhook: waarheen, over https, naar een openbaar adres."""
    queueArn: NotRequired[str]
    """Bij sqs: de ARN van de wachtrij in uw eigen account. Alleen een `.fifo` houdt de volgorde."""
    filter: NotRequired[Abonnementkeuze]
    """Alleen mutaties die aan elk deel voldoen; een deel dat leeg is of ontbreekt, laat alles door."""


class ErkenningMetActualiteit(TypedDict):
    """Een erkenning op een peildatum, en hoe vers dat is."""

    leerbedrijfId: str
    """Het ID van het leerbedrijf bij SBB."""
    naam: NotRequired[str]
    """De naam van het leerbedrijf, als SBB die geeft."""
    code: str
    """De crebo of het keuzedeel."""
    codeType: str
    """Wat voor code het is. `crebo`: een opleiding, vijf cijfers; `keuzedeel`: een keuzedeel, een K en
    vier cijfers. Er kan een woord bijkomen.
    """
    omschrijving: NotRequired[str]
    """In woorden van SBB."""
    niveau: NotRequired[int]
    """Het niveau van de opleiding, 1 tot en met 4."""
    leerweg: NotRequired[str]
    """De leerweg waar deze erkenning voor geldt; ontbreekt als SBB die niet vertelt. `BOL`: vooral op
    school; `BBL`: vooral aan het werk. Er kan een woord bijkomen.
    """
    leerwegBekend: NotRequired[bool]
    """Of SBB vertelt voor welke leerweg dit geldt. `false`: wat hier staat, geldt zonder onderscheid, en
    kan voor één leerweg anders zijn; `leerwegReden` zegt waarom. Ontbreekt als er niets te
    onderscheiden was: niet erkend, voor geen van beide.
    """
    leerwegReden: NotRequired[str]
    """Waarom de leerweg niet bekend is. `nietVerteld`: SBB zegt het niet. `nietOpgehaald`: SBB gaf haar
    lijst van erkenningen nu niet; vraag het straks opnieuw. `nietVerteld`: SBB zegt het niet;
    `nietOpgehaald`: SBB gaf haar lijst nu niet; vraag het straks. Er kan een woord bijkomen.
    """
    erkend: bool
    """Erkend op `peildatum`; met `leerweg` voor die leerweg, zonder voor ten minste één. Zegt niets over
    de dagen daarna: over een BPVO beslist `erkendGehelePeriode`.
    """
    status: str
    """Hoe het ermee staat. `erkend`: erkend op de peildatum; `nietErkend`: niet erkend; `ingetrokken`: de
    erkenning is ingetrokken; `verlopen`: de erkenning is voorbij; `toekomstig`: de erkenning begint na
    de peildatum; `onbekend`: SBB gaf een woord dat hier niet bekend is. Er kan een woord bijkomen.
    """
    startdatum: NotRequired[str]
    """De eerste dag van de erkenning."""
    einddatum: NotRequired[str]
    """De laatste dag van de erkenning; ontbreekt als zij geen einde heeft."""
    peildatum: str
    """De dag waarover het antwoord gaat."""
    totEnMet: NotRequired[str]
    """De laatste dag van de periode waarnaar gevraagd is."""
    erkendGehelePeriode: NotRequired[bool]
    """Erkend op elke dag van `peildatum` tot en met `totEnMet`. Alleen bij `totEnMet`. **Dit veld beslist
    over een BPVO**: vraag met de eerste dag als `peildatum`, de laatste als `totEnMet` en de leerweg
    van de student; alleen `true` is ja.
    """
    eindigtTijdensPeriode: NotRequired[bool]
    """De laatste dag van de erkenning valt in de periode, voor `totEnMet`. Alleen bij `totEnMet`."""
    actualiteit: Actualiteit
    """Hoe vers dit is."""


class LeerbedrijfMetActualiteit(TypedDict):
    """Een leerbedrijf, en hoe vers dat is."""

    leerbedrijfId: str
    """Het ID van het leerbedrijf bij SBB."""
    naam: NotRequired[str]
    """De naam van het leerbedrijf, als SBB die geeft."""
    status: NotRequired[str]
    """Ontbreekt als SBB er een woord voor heeft dat hier niet bekend is. `actueel`: in gebruik bij SBB;
    `historisch`: niet meer in gebruik; alleen om op te zoeken. Er kan een woord bijkomen.
    """
    vestigingsadres: NotRequired[Adres]
    """Waar het leerbedrijf is."""
    correspondentieadres: NotRequired[Adres]
    """Waar post heen gaat, als dat een ander adres is."""
    actualiteit: Actualiteit
    """Hoe vers dit is."""


class Vestiging(TypedDict):
    """Het leerbedrijf waar een gevonden leerplaats of erkenning bij hoort."""

    leerbedrijfId: str
    """Het ID van het leerbedrijf bij SBB."""
    naam: NotRequired[str]
    """De naam van het leerbedrijf, als SBB die geeft."""
    vestigingsadres: NotRequired[Adres]
    """Waar het leerbedrijf is."""


class Aflevering(TypedDict):
    """Eén mutatie voor één abonnement."""

    volgnummer: int
    """Aaneengesloten per abonnement: wie een gat ziet, mist iets."""
    mutatieId: str
    """Het ID van de mutatie: hetzelfde langs elke weg."""
    type: str
    """De soort gebeurtenis."""
    leerbedrijfId: str
    """Het ID van het leerbedrijf bij SBB."""
    code: str
    """De crebo of het keuzedeel."""
    stand: str
    """`opzij`: drie dagen geprobeerd; vraag er opnieuw om. `wacht`: wordt nog verstuurd; `afgeleverd`: de
    ontvanger heeft het; `opzij`: drie dagen geprobeerd en opgegeven; vraag er opnieuw om. Er kan een
    woord bijkomen.
    """
    pogingen: int
    """Hoe vaak het is geprobeerd."""
    laatstePoging: NotRequired[LaatstePoging]
    """Ontbreekt als er nog geen was."""
    volgendePoging: NotRequired[str]
    """Wanneer het weer wordt geprobeerd; ontbreekt als er niets meer te proberen is."""


class Certificaatstatus(TypedDict):
    """Hoe het staat met het certificaat van de school."""

    status: str
    """Hoe het ermee staat. `in-orde`: er is niets mis mee; `verloopt`: verloopt binnenkort; `terugval`:
    SBB kent het nieuwe nog niet, het vorige doet nog dienst; `nog-niet-geprobeerd`: gezet, en nog niet
    bij SBB geprobeerd; `nog-niet-geldig`: de eerste dag is nog niet daar; `geweigerd`: SBB weigert het;
    `verlopen`: de laatste dag is voorbij; `onbruikbaar`: hier niet goed ingesteld; `onbekend`: hier is
    nog niets bekend. Er kan een woord bijkomen.
    """
    uitleg: str
    """Voor te lezen aan wie belt."""
    geldigVanaf: NotRequired[str]
    """Vanaf wanneer het certificaat geldt."""
    geldigTot: NotRequired[str]
    """Tot wanneer het certificaat geldt."""
    dagenOver: NotRequired[int]
    """Hoeveel dagen het certificaat nog geldt."""
    bekekenOp: NotRequired[str]
    """Wanneer er voor het laatst naar gekeken is."""
    geaccepteerdOp: NotRequired[str]
    """Wanneer SBB dit certificaat voor het laatst accepteerde; ontbreekt als dat nooit was."""
    laatsteWeigering: NotRequired[LaatsteWeigering]
    """Ontbreekt als er geen was."""


class Licentiestatus(TypedDict):
    """Hoe het staat met de licentie van de school."""

    status: str
    """Hoe het ermee staat. `in-orde`: SBB accepteert haar; `nog-niet-geprobeerd`: gezet, en nog niet bij
    SBB geprobeerd; `geweigerd`: SBB weigert haar; `onbekend`: hier is nog niets bekend. Er kan een
    woord bijkomen.
    """
    uitleg: str
    """Voor te lezen aan wie belt."""
    geaccepteerdOp: NotRequired[str]
    """Wanneer SBB deze licentie voor het laatst accepteerde; ontbreekt als dat nooit was."""
    laatsteWeigering: NotRequired[LaatsteWeigering]
    """Ontbreekt als er geen was."""


class Reeksvraag(TypedDict):
    """De controles, elk met een leerbedrijf en een code."""

    requests: list[Controlevraag]
    """De controles, hooguit 100."""


class DetailgegevensMetActualiteit(TypedDict):
    """Alles wat SBB van een leerbedrijf vertelt, en hoe vers dat is. Met `fields` alleen wat u vroeg."""

    leerbedrijfId: NotRequired[str]
    """Het ID van het leerbedrijf bij SBB."""
    naam: NotRequired[str]
    """De naam van het leerbedrijf, als SBB die geeft."""
    status: NotRequired[str]
    """Hoe het ermee staat. `actueel`: in gebruik bij SBB; `historisch`: niet meer in gebruik; alleen om op
    te zoeken. Er kan een woord bijkomen.
    """
    vestigingsadres: NotRequired[Adres]
    """Waar het leerbedrijf is."""
    correspondentieadres: NotRequired[Adres]
    """Waar post heen gaat, als dat een ander adres is."""
    kvkNummer: NotRequired[str]
    """Het nummer bij de Kamer van Koophandel."""
    branche: NotRequired[str]
    """De branche, in woorden van SBB."""
    telefoonnummer: NotRequired[str]
    """Het telefoonnummer."""
    email: NotRequired[str]
    """Het e-mailadres."""
    website: NotRequired[str]
    """De website."""
    contactpersonen: NotRequired[list[ContactpersoonDeel]]
    """Wie u kunt bellen of mailen."""
    praktijkopleiders: NotRequired[list[PraktijkopleiderDeel]]
    """Wie studenten begeleidt."""
    erkenningen: NotRequired[list[ErkenningDeel]]
    """Waarvoor het leerbedrijf erkend is, of was."""
    actualiteit: NotRequired[ActualiteitDeel]
    """Hoe vers dit is."""


class Elders(TypedDict):
    """Een operatie die SBB op een eigen adres heeft, en die dus alleen kan uitvallen."""

    operatie: str
    """De naam van de operatie bij SBB."""
    zekering: Zekeringtoestand
    """Of er vragen naar SBB gaan."""


class Probleem(TypedDict):
    """Een probleem volgens RFC 9457."""

    type: str
    """Verwijst naar de beschrijving van dit soort probleem."""
    title: str
    """Wat voor probleem het is, in een paar woorden."""
    status: int
    """De statuscode van het antwoord."""
    detail: str
    """Wat er niet klopt en wat eraan te doen is, voor mensen; een programma kijkt naar `code`."""
    instance: str
    """`urn:uuid:` met het nummer dat ook in het logboek staat."""
    code: str
    """De code van het probleem: hierop beslist een programma."""
    herhaalbaar: bool
    """Of opnieuw proberen zin kan hebben."""
    fouten: NotRequired[list[Invoerpunt]]
    """Elk punt dat niet klopt."""
    bron: NotRequired[Bronmelding]
    """Wat SBB erbij zei, als SBB dit antwoordde."""


class NagetrokkenMetActualiteit(TypedDict):
    """Of een erkenning er is op een peildatum, wat er per leerweg geldt, en hoe vers dat is."""

    leerbedrijfId: str
    """Het ID van het leerbedrijf bij SBB."""
    naam: NotRequired[str]
    """De naam van het leerbedrijf, als SBB die geeft."""
    code: str
    """De crebo of het keuzedeel."""
    codeType: str
    """Wat voor code het is. `crebo`: een opleiding, vijf cijfers; `keuzedeel`: een keuzedeel, een K en
    vier cijfers. Er kan een woord bijkomen.
    """
    omschrijving: NotRequired[str]
    """In woorden van SBB."""
    niveau: NotRequired[int]
    """Het niveau van de opleiding, 1 tot en met 4."""
    leerweg: NotRequired[str]
    """De leerweg waar deze erkenning voor geldt; ontbreekt als SBB die niet vertelt. `BOL`: vooral op
    school; `BBL`: vooral aan het werk. Er kan een woord bijkomen.
    """
    leerwegBekend: NotRequired[bool]
    """Of SBB vertelt voor welke leerweg dit geldt. `false`: wat hier staat, geldt zonder onderscheid, en
    kan voor één leerweg anders zijn; `leerwegReden` zegt waarom. Ontbreekt als er niets te
    onderscheiden was: niet erkend, voor geen van beide.
    """
    leerwegReden: NotRequired[str]
    """Waarom de leerweg niet bekend is. `nietVerteld`: SBB zegt het niet. `nietOpgehaald`: SBB gaf haar
    lijst van erkenningen nu niet; vraag het straks opnieuw. `nietVerteld`: SBB zegt het niet;
    `nietOpgehaald`: SBB gaf haar lijst nu niet; vraag het straks. Er kan een woord bijkomen.
    """
    erkend: bool
    """Erkend op `peildatum`; met `leerweg` voor die leerweg, zonder voor ten minste één. Zegt niets over
    de dagen daarna: over een BPVO beslist `erkendGehelePeriode`.
    """
    status: str
    """Hoe het ermee staat. `erkend`: erkend op de peildatum; `nietErkend`: niet erkend; `ingetrokken`: de
    erkenning is ingetrokken; `verlopen`: de erkenning is voorbij; `toekomstig`: de erkenning begint na
    de peildatum; `onbekend`: SBB gaf een woord dat hier niet bekend is. Er kan een woord bijkomen.
    """
    startdatum: NotRequired[str]
    """De eerste dag van de erkenning."""
    einddatum: NotRequired[str]
    """De laatste dag van de erkenning; ontbreekt als zij geen einde heeft."""
    peildatum: str
    """De dag waarover het antwoord gaat."""
    totEnMet: NotRequired[str]
    """De laatste dag van de periode waarnaar gevraagd is."""
    erkendGehelePeriode: NotRequired[bool]
    """Erkend op elke dag van `peildatum` tot en met `totEnMet`. Alleen bij `totEnMet`. **Dit veld beslist
    over een BPVO**: vraag met de eerste dag als `peildatum`, de laatste als `totEnMet` en de leerweg
    van de student; alleen `true` is ja.
    """
    eindigtTijdensPeriode: NotRequired[bool]
    """De laatste dag van de erkenning valt in de periode, voor `totEnMet`. Alleen bij `totEnMet`."""
    leerwegen: NotRequired[list[Leerwegerkenning]]
    """Per leerweg wat er geldt, voor zover SBB dat vertelt: hier staat waar zij verschillen."""
    actualiteit: Actualiteit
    """Hoe vers dit is."""


class Mutatie(TypedDict):
    """Een mutatie als CloudEvent, zoals zij ook naar webhooks en wachtrijen gaat."""

    specversion: str
    """De versie van CloudEvents: `1.0`. `1.0`: de enige versie. Er kan een woord bijkomen."""
    id: str
    """Het mutatieId: hetzelfde langs elke weg."""
    source: str
    """Wie dit stuurt: een URN met het OIN van de beheerder."""
    type: str
    """De soort gebeurtenis."""
    subject: str
    """Het leerbedrijf-ID."""
    time: str
    """Wanneer de mutatie hier binnenkwam."""
    datacontenttype: str
    """Het mediatype van `data`: altijd `application/json`. `application/json`: het enige mediatype. Er kan
    een woord bijkomen.
    """
    volgnummer: NotRequired[int]
    """Alleen met `abonnementId`: dat van het abonnement."""
    data: Mutatiegegevens
    """Wat er veranderd is."""


class Abonnementen(TypedDict):
    """Uw abonnementen voor deze school."""

    resultaten: list[AbonnementKort]
    """Wat er gevonden is; leeg als er niets past."""
    totaal: int
    """Hoeveel het er zijn."""


class Erkenningen(TypedDict):
    """Alle erkenningen van één leerbedrijf."""

    resultaten: list[ErkenningMetActualiteit]
    """Wat er gevonden is; leeg als er niets past."""
    totaal: int
    """Hoeveel het er zijn."""


class Leerbedrijven(TypedDict):
    """Een lijst van leerbedrijven; leeg als er geen past."""

    resultaten: list[LeerbedrijfMetActualiteit]
    """Wat er gevonden is; leeg als er niets past."""
    totaal: int
    """Hoeveel het er zijn."""


class GevondenErkenningMetActualiteit(TypedDict):
    """Een erkenning met wie haar heeft, en hoe vers dat is."""

    leerbedrijf: Vestiging
    """Bij welk leerbedrijf."""
    erkenning: Erkenning
    """De erkenning zelf."""
    afstandKm: NotRequired[float]
    """Kilometers vanaf de plek waar omheen is gezocht."""
    praktijkopleiders: list[Praktijkopleider]
    """Wie studenten begeleidt."""
    aantalStudenten: NotRequired[int]
    """Hoeveel studenten er nu zijn."""
    actualiteit: Actualiteit
    """Hoe vers dit is."""


class LeerplaatsMetActualiteit(TypedDict):
    """Een leerplaats, en hoe vers dat is."""

    leerplaatsId: str
    """Een tekst: cijfers, of een GUID met een crebo erachter."""
    soort: NotRequired[str]
    """De soort leerplaats, in woorden van SBB."""
    aantal: NotRequired[int]
    """Hoeveel plaatsen er zijn."""
    omschrijving: NotRequired[str]
    """Wat voor werk het is, in woorden van SBB."""
    leerbedrijf: Vestiging
    """Bij welk leerbedrijf."""
    afstandKm: NotRequired[float]
    """Kilometers vanaf de plek waar omheen is gezocht."""
    leerweg: NotRequired[str]
    """De leerweg. `BOL`: vooral op school; `BBL`: vooral aan het werk. Er kan een woord bijkomen."""
    opleidingen: list[Opleiding]
    """Voor welke opleidingen."""
    praktijkopleiders: list[Praktijkopleider]
    """Wie studenten begeleidt."""
    aantalStudenten: NotRequired[int]
    """Hoeveel studenten er nu zijn."""
    actualiteit: Actualiteit
    """Hoe vers dit is."""


class Afleveringen(TypedDict):
    """Een stuk van het logboek, het nieuwste eerst."""

    resultaten: list[Aflevering]
    """Wat er gevonden is; leeg als er niets past."""
    volgendeCursor: NotRequired[str]
    """Ontbreekt bij het laatste stuk."""


class SbbToestand(TypedDict):
    """Hoe het met SBB is, gezien vanaf hier."""

    status: str
    """Hoe het ermee staat. `in-orde`: SBB antwoordt; `storing`: SBB antwoordt niet, of niet goed;
    `onbekend`: er is de laatste minuten niets vernomen. Er kan een woord bijkomen.
    """
    uitleg: str
    """Een zin om voor te lezen aan wie belt."""
    laatsteSucces: NotRequired[str]
    """Wanneer SBB voor het laatst een bruikbaar antwoord gaf."""
    laatsteFout: NotRequired[LaatsteFout]
    """Ontbreekt als er geen was."""
    zekering: NotRequired[Zekeringtoestand]
    """Of er vragen naar SBB gaan."""
    elders: NotRequired[list[Elders]]
    """Ontbreekt als alles op één adres staat."""


class Reekscontrole(TypedDict):
    """Eén controle van een reeks: de erkenning, of een `probleem` als er geen antwoord kwam.

    Een `probleem` is geen `niet erkend`: dan ontbreekt de rest, behalve `referentie`.
    """

    leerbedrijfId: NotRequired[str]
    """Het ID van het leerbedrijf bij SBB."""
    naam: NotRequired[str]
    """De naam van het leerbedrijf, als SBB die geeft."""
    code: NotRequired[str]
    """De crebo of het keuzedeel."""
    codeType: NotRequired[str]
    """Wat voor code het is. `crebo`: een opleiding, vijf cijfers; `keuzedeel`: een keuzedeel, een K en
    vier cijfers. Er kan een woord bijkomen.
    """
    omschrijving: NotRequired[str]
    """In woorden van SBB."""
    niveau: NotRequired[int]
    """Het niveau van de opleiding, 1 tot en met 4."""
    leerweg: NotRequired[str]
    """De leerweg waar deze erkenning voor geldt; ontbreekt als SBB die niet vertelt. `BOL`: vooral op
    school; `BBL`: vooral aan het werk. Er kan een woord bijkomen.
    """
    leerwegBekend: NotRequired[bool]
    """Of SBB vertelt voor welke leerweg dit geldt. `false`: wat hier staat, geldt zonder onderscheid, en
    kan voor één leerweg anders zijn; `leerwegReden` zegt waarom. Ontbreekt als er niets te
    onderscheiden was: niet erkend, voor geen van beide.
    """
    leerwegReden: NotRequired[str]
    """Waarom de leerweg niet bekend is. `nietVerteld`: SBB zegt het niet. `nietOpgehaald`: SBB gaf haar
    lijst van erkenningen nu niet; vraag het straks opnieuw. `nietVerteld`: SBB zegt het niet;
    `nietOpgehaald`: SBB gaf haar lijst nu niet; vraag het straks. Er kan een woord bijkomen.
    """
    erkend: NotRequired[bool]
    """Erkend op `peildatum`; met `leerweg` voor die leerweg, zonder voor ten minste één. Zegt niets over
    de dagen daarna: over een BPVO beslist `erkendGehelePeriode`.
    """
    status: NotRequired[str]
    """Hoe het ermee staat. `erkend`: erkend op de peildatum; `nietErkend`: niet erkend; `ingetrokken`: de
    erkenning is ingetrokken; `verlopen`: de erkenning is voorbij; `toekomstig`: de erkenning begint na
    de peildatum; `onbekend`: SBB gaf een woord dat hier niet bekend is. Er kan een woord bijkomen.
    """
    startdatum: NotRequired[str]
    """De eerste dag van de erkenning."""
    einddatum: NotRequired[str]
    """De laatste dag van de erkenning; ontbreekt als zij geen einde heeft."""
    peildatum: NotRequired[str]
    """De dag waarover het antwoord gaat."""
    totEnMet: NotRequired[str]
    """De laatste dag van de periode waarnaar gevraagd is."""
    erkendGehelePeriode: NotRequired[bool]
    """Erkend op elke dag van `peildatum` tot en met `totEnMet`. Alleen bij `totEnMet`. **Dit veld beslist
    over een BPVO**: vraag met de eerste dag als `peildatum`, de laatste als `totEnMet` en de leerweg
    van de student; alleen `true` is ja.
    """
    eindigtTijdensPeriode: NotRequired[bool]
    """De laatste dag van de erkenning valt in de periode, voor `totEnMet`. Alleen bij `totEnMet`."""
    leerwegen: NotRequired[list[Leerwegerkenning]]
    """Per leerweg wat er geldt, voor zover SBB dat vertelt: hier staat waar zij verschillen."""
    actualiteit: NotRequired[Actualiteit]
    """Hoe vers dit is."""
    referentie: NotRequired[str]
    """Hoe u deze controle noemde."""
    probleem: NotRequired[Probleem]
    """Waarom er geen antwoord kwam."""


class Mutaties(TypedDict):
    """Een stuk van de feed, het oudste eerst."""

    resultaten: list[Mutatie]
    """Wat er gevonden is; leeg als er niets past."""
    volgendeCursor: str
    """Altijd aanwezig: lees hiermee verder zodra er meer kan zijn."""
    meer: bool
    """Of er nu al meer is."""


class GevondenErkenningen(TypedDict):
    """Een stuk van de gevonden erkenningen."""

    resultaten: list[GevondenErkenningMetActualiteit]
    """Wat er gevonden is; leeg als er niets past."""
    totaal: int
    """Hoeveel er in alle stukken samen zijn."""
    volgendeCursor: NotRequired[str]
    """Ontbreekt bij het laatste stuk."""


class Leerplaatsen(TypedDict):
    """Een stuk van de gevonden leerplaatsen."""

    resultaten: list[LeerplaatsMetActualiteit]
    """Wat er gevonden is; leeg als er niets past."""
    totaal: int
    """Hoeveel er in alle stukken samen zijn."""
    volgendeCursor: NotRequired[str]
    """Ontbreekt bij het laatste stuk."""


class Schoolstatus(TypedDict):
    """Hoe de school er bij SBB voor staat."""

    school: str
    """De BRIN."""
    status: str
    """Hoe het ermee staat. `in-orde`: alles werkt; `let-op`: alles werkt, maar er is iets te doen;
    `verstoord`: er werkt iets niet; `onbekend`: er is nog niets bekend. Er kan een woord bijkomen.
    """
    certificaat: Certificaatstatus
    """Het certificaat waarmee de school zich bij SBB bekend maakt."""
    licentie: Licentiestatus
    """De licentie waarmee de school bij SBB binnenkomt."""
    facade: FacadeToestand
    """Hoe het met deze facade is."""
    sbb: SbbToestand
    """Hoe het met SBB is."""
    zekering: NotRequired[Zekeringtoestand]
    """Of er vragen naar SBB gaan."""
    limiet: NotRequired[Limietstatus]
    """Hoeveel er namens de school aan SBB gevraagd mag worden."""
    laatsteAntwoord: NotRequired[str]
    """Wanneer SBB voor het laatst een vraag namens deze school aannam, op vijf minuten na."""


class Toestand(TypedDict):
    """Wie er aan zet is als er iets niet werkt."""

    status: str
    """Hoe het ermee staat. `in-orde`: alles werkt; `verstoord`: er werkt iets niet; `onbekend`: er is de
    laatste minuten niets vernomen. Er kan een woord bijkomen.
    """
    versie: str
    """De versie van de API."""
    facade: FacadeToestand
    """Hoe het met deze facade is."""
    sbb: SbbToestand
    """Hoe het met SBB is."""


class Reeksuitkomst(TypedDict):
    """De uitkomst van elke controle, in de volgorde waarin u ze vroeg."""

    results: list[Reekscontrole]
    """Per controle wat ervan kwam; `null` als SBB het leerbedrijf of de code niet kent."""
