"""The warnings that an operator gets, in words: what is the matter, for whom, and what to do."""

from datetime import UTC, datetime
from typing import Final

from stagemarkt.ports.standing import Soort, Waarschuwing

_OPDRACHT: Final = "stagemarkt school certificaat --school {school} --pfx bestand.pfx"
_WEIGERINGEN: Final[dict[Soort, tuple[str, str]]] = {
    "licentie": (
        "School {school}: SBB weigert de licentie",
        """SBB accepteert de licentie van school {school} niet{signaal}.
Zolang dat zo is krijgt niemand antwoord namens deze school, behalve wat hier nog bewaard is.

De school kan bij SBB navragen hoe het met haar licentie staat. Een andere licentie stelt u in met
`stagemarkt school licentie`; zij is binnen vijf minuten in gebruik.""",
    ),
    "certificaat": (
        "School {school}: SBB weigert het certificaat",
        f"""SBB accepteert het certificaat van school {{school}} niet{{signaal}}.
Zolang dat zo is krijgt niemand antwoord namens deze school, behalve wat hier nog bewaard is.

Kijk of het verlopen of ingetrokken is, en of SBB het bij de licentie van de school heeft geregistreerd.
Een ander certificaat stelt u in met `{_OPDRACHT}`;
het is binnen vijf minuten in gebruik.""",
    ),
    "wisseling": (
        "School {school}: SBB kent het nieuwe certificaat nog niet",
        """SBB weigert het nieuwe certificaat van school {school}{signaal}.
Het vorige doet nog dienst: wie om gegevens vraagt merkt er niets van, tot het vorige verloopt.

Laat de school het nieuwe certificaat bij SBB registreren. Het wordt elke vijf minuten opnieuw geprobeerd en
komt vanzelf in gebruik.""",
    ),
}
_VERLOOPT: Final = (
    "Het certificaat waarmee deze facade zich namens school {school} bij SBB meldt, verloopt op {dag} (UTC): "
    "over {dagen} dagen. Daarna krijgt niemand antwoord namens deze school.\n\n"
    "Laat de school een nieuw certificaat aanvragen en bij SBB registreren, en stel het in met "
    f"`{_OPDRACHT}`. Het oude blijft dienstdoen totdat SBB het nieuwe kent."
)
_VERLOPEN: Final = (
    "Het certificaat waarmee deze facade zich namens school {school} bij SBB meldt, is op {dag} (UTC) "
    "verlopen. Er is geen antwoord van SBB meer namens deze school.\n\n"
    f"Stel een nieuw certificaat in met `{_OPDRACHT}`; het is binnen vijf minuten in gebruik."
)
_CA: Final = (
    "Het CA-certificaat waarmee deze facade SBB herkent, {loopt} op {dag} (UTC). Daarna wordt SBB niet meer "
    "vertrouwd en krijgt niemand antwoord, namens geen enkele school.\n\n"
    "Vraag SBB naar het nieuwe CA-certificaat en zet het naast het oude in het geheim `sbb`; zie "
    "docs/operations.md."
)
_ONBRUIKBAAR: Final = (
    "Het geheim van {van} is niet bruikbaar: {reden}. Zolang dat zo is krijgt niemand antwoord {voor}.\n\n"
    "Zet het geheim opnieuw; zie docs/operations.md, onder Secrets."
)
# The watch's name for the secret that holds SBB's CA.
SBB: Final = "sbb"


def geweigerd(school: str, soort: Soort, signaalcode: int | None) -> Waarschuwing:
    """SBB refuses the school."""
    onderwerp, tekst = _WEIGERINGEN[soort]
    signaal = "" if signaalcode is None else f" (signaalcode {signaalcode})"
    return Waarschuwing(
        school, soort, onderwerp.format(school=school), tekst.format(school=school, signaal=signaal)
    )


def verloopt(school: str, geldig_tot: int, dagen: int) -> Waarschuwing:
    """A certificate has `dagen` days left; 0 for none."""
    dag = datetime.fromtimestamp(geldig_tot, UTC).date().isoformat()
    if school == SBB:
        tekst = _CA.format(dag=dag, loopt="is verlopen" if dagen == 0 else "verloopt")
        wie = "CA-certificaat van SBB"
    else:
        tekst = (_VERLOPEN if dagen == 0 else _VERLOOPT).format(school=school, dag=dag, dagen=dagen)
        wie = f"School {school}: certificaat"
    wanneer = "is verlopen" if dagen == 0 else f"verloopt over {dagen} dagen"
    return Waarschuwing(school, "verlopen" if dagen == 0 else "verloopt", f"{wie} {wanneer}", tekst)


def onbruikbaar(school: str, reden: str) -> Waarschuwing:
    """A secret cannot be used, whatever SBB thinks of it; `reden` is one of `REDENEN`."""
    van, voor = ("SBB", "van SBB") if school == SBB else (f"school {school}", "namens deze school")
    tekst = _ONBRUIKBAAR.format(van=van, voor=voor, reden=REDENEN[reden])
    return Waarschuwing(school, reden, f"Geheim van {van} niet bruikbaar", tekst)


# Why a secret is of no use, by the code that is kept.
REDENEN: Final = {
    "onvolledig": "er ontbreekt een OIN, licentie, certificaat of sleutel, of het is geen object van teksten",
    "onleesbaar": "het certificaat of de sleutel is geen leesbare PEM, of zij horen niet bij elkaar",
    "ongeschikt": "met deze soort sleutel komt geen TLS-verbinding tot stand; neem RSA of EC P-256",
}
