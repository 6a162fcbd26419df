"""The stories: what each changes at the simulated SBB, and what a vendor's software should then show."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from stagemarkt_cli.playground.changes import Disturbed, Historical, LicenceTaken, SbbChange, Withdrawn


class PlaygroundStory(NamedTuple):
    """A story of the simulated SBB, in Dutch; each has its page, `docs/speeltuin/<its name>.md`.

    Attributes:
        titel: what it is about.
        changes: what is otherwise at SBB while it goes on.
        happens: what the facade does with it.
        shows: what the vendor's software should show or do.
        attempts: what to type to see it.
        afterwards: what is different when it is over.
    """

    titel: str
    changes: tuple[SbbChange, ...]
    happens: str
    shows: str
    attempts: tuple[str, ...]
    afterwards: str


_ERKENNING: Final = "stagemarkt erkenning 900000001 25998"
_STATUS: Final = 'curl -s -H "$SLEUTEL" "$API/status/school"'
# Until a circuit breaker that has opened tries again.
_AGAIN: Final = "Binnen een halve minuut vraagt de facade SBB weer; wie intussen vraagt hoort nog 503."

STORIES: Final[Mapping[str, PlaygroundStory]] = {
    "erkenning-ingetrokken": PlaygroundStory(
        "Een erkenning wordt ingetrokken, met ingang van volgende dinsdag",
        (Withdrawn("900000001", "25998"),),
        "SBB trekt de erkenning van Bitwerk Eemland Software (900000001) voor 25998 in, met ingang van de "
        "eerstvolgende dinsdag, en vertelt dat aan elke school. Vandaag is het leerbedrijf nog erkend; een "
        "BPVO die na die dinsdag doorloopt, is niet meer de hele periode erkend.",
        "Het bericht erkenning-ingetrokken komt binnen, en uw software zoekt de BPVO's met dit leerbedrijf "
        "en deze code op en laat ze opnieuw natrekken. Zij toont tot en met welke dag er erkend is, en wie "
        "er nu iets moet doen. Een nieuwe BPVO over die dag heen wordt tegengehouden op "
        "erkendGehelePeriode, ook al staat er erkend: true.",
        ("stagemarkt mutaties volg --alles", f"{_ERKENNING} --tot-en-met 2031-07-31"),
        "De erkenning is weer zonder einddatum, en ook dat wordt verteld: erkenning-gewijzigd.",
    ),
    "leerbedrijf-historisch": PlaygroundStory(
        "Een leerbedrijf houdt op leerbedrijf te zijn",
        (Historical("900000008"),),
        "Leerbedrijf 900000008 is bij SBB niet meer actueel. SBB stuurt daar geen bericht van. Wat de facade "
        "al bewaarde geldt nog tot een dag; met Cache-Control: no-cache vraagt u SBB nu.",
        "Opgevraagd met zijn ID komt het leerbedrijf nog, met status: historisch; op naam en adres gezocht "
        "alleen met inclusiefHistorisch=true. Uw software laat bestaande BPVO's staan, zegt dat het "
        "leerbedrijf gestopt is, en biedt het voor een nieuwe BPVO niet meer aan.",
        (
            'curl -s -H "$SLEUTEL" -H "Cache-Control: no-cache" "$API/leerbedrijven/900000008"',
            (
                'curl -s -H "$SLEUTEL" -H "Cache-Control: no-cache" --get "$API/leerbedrijven" '
                '-d "postcode=3811AB" -d "huisnummer=27"'
            ),
        ),
        "Het leerbedrijf is weer actueel; wat de facade als historisch bewaarde, blijft dat tot een dag.",
    ),
    "sbb-weg": PlaygroundStory(
        "SBB is weg, en komt terug",
        (Disturbed("http503"),),
        "Elke vraag aan SBB mislukt met HTTP 503. De facade antwoordt 503 bron-niet-beschikbaar, met "
        "herhaalbaar: true en Retry-After. Na vijf missers op rij vraagt zij SBB even niet meer en antwoordt "
        "zij meteen. Wat bewaard is, blijft zij geven.",
        "Uw software zegt dat SBB er even niet is en dat het niet aan de gebruiker ligt, bewaart wat was "
        "ingevuld, en probeert het na Retry-After opnieuw. Zij toont nooit 'niet erkend', en laat een BPVO "
        "niet door zonder nagetrokken te zijn. GET /v1/status zegt bij wie de storing ligt.",
        (_ERKENNING, 'curl -s "$API/status"'),
        _AGAIN,
    ),
    "sbb-traag": PlaygroundStory(
        "SBB is traag",
        (Disturbed("vertraging", {"seconden": 3.0}),),
        "SBB antwoordt op elke vraag pas na drie seconden. De antwoorden kloppen. Wat bewaard is, komt nog "
        "steeds meteen.",
        "Uw software laat zien dat zij bezig is, blijft te bedienen, en stuurt bij een tweede klik niet nog "
        "een vraag. Haar eigen tijdslimiet is ruimer dan de 29 seconden van de facade. Een lijst trekt zij "
        "na met één POST /v1/verificaties/_batch in plaats van een aanroep per BPVO.",
        (_ERKENNING,),
        "SBB antwoordt weer meteen.",
    ),
    "certificaat-geweigerd": PlaygroundStory(
        "SBB weigert het certificaat van de school",
        (Disturbed("http400-certificaat"),),
        "SBB neemt het certificaat van de school niet aan. De facade antwoordt 502 bron-certificaat, met "
        "herhaalbaar: false, en waarschuwt haar beheerder.",
        "Uw software zegt dat het aan het certificaat van de school ligt, dat opnieuw proberen niet helpt en "
        "dat de beheerder aan zet is. GET /v1/status/school geeft de zin om voor te lezen.",
        (_ERKENNING, _STATUS),
        "SBB neemt het certificaat weer aan; /status/school zegt dat na het eerste antwoord.",
    ),
    "licentie-geweigerd": PlaygroundStory(
        "SBB weigert de licentie van de school",
        (LicenceTaken(),),
        "De licentie van de school is ingetrokken. De facade antwoordt 502 bron-licentie, met herhaalbaar: "
        "false, de signaalcode en de melding van SBB.",
        "Uw software zegt dat het aan de licentie van de school ligt, en dat de school dat bij SBB navraagt. "
        "Andere scholen van dezelfde leverancier merken er niets van. GET /v1/status/school geeft de zin om "
        "voor te lezen.",
        (_ERKENNING, _STATUS),
        "De school heeft haar licentie terug; /status/school zegt dat na het eerste antwoord.",
    ),
}
# That of a receiver has a form of its own: it examines, and changes nothing at SBB.
RECEIVER: Final = "ontvanger"
RECEIVER_TITLE: Final = "Uw ontvanger van webhooks krijgt elke soort bericht, en alles wat hij moet weigeren"
