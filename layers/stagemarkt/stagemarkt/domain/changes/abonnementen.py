"""Making, changing and ending an abonnement: what may be, and what becomes of it."""

from dataclasses import replace
from math import ceil
from typing import Final, NamedTuple

from stagemarkt.domain.changes.event import maak_testgebeurtenis, serialiseer
from stagemarkt.domain.changes.proofs import (
    maak_token,
    nieuw_bewijsgeheim,
    nieuw_ondertekengeheim,
    token_klopt,
)
from stagemarkt.model.abonnement import Abonnement, Filter, Ondertekensleutel, Soort
from stagemarkt.model.errors import Invoerfout, LimietOverschreden, OngeldigeInvoer, ResourceOnbekend, Tekst
from stagemarkt.ports.delivery import Bericht
from stagemarkt.ports.outbox import Tempo, Tempobewaker

# Of one afnemer for one school: each costs a write with every change.
HOOGSTENS: Final = 50
# A test message is a post to a stranger's address; sending anew is a thousand of them.
TESTEN: Final = Tempo("testbericht", 6.0, 10)
HERLEVEREN: Final = Tempo("heraflevering", 600.0, 3)
# So long two keys sign: time to change over.
OVERGANG: Final = 24 * 3600
INTUSSEN: Final = Tekst(
    "Het abonnement is intussen gewijzigd; haal het opnieuw op.",
    "The abonnement has changed meanwhile; fetch it again.",
)


class Wens(NamedTuple):
    """What a caller wants changed; None leaves it as it is."""

    adres: str | None = None
    filter: Filter | None = None
    toestand: str | None = None
    token: str | None = None


class Houder(NamedTuple):
    """For whom: the afnemer and the school."""

    afnemer_id: str
    school: str

    def controleer(self, abonnement: Abonnement | None) -> Abonnement:
        """This abonnement, if it is theirs. Raises ResourceOnbekend: of another's nobody learns anything."""
        if abonnement is None or (abonnement.afnemer_id, abonnement.school) != self:
            raise ResourceOnbekend(Tekst("Dit abonnement bestaat niet.", "This abonnement does not exist."))
        return abonnement


def begin(
    abonnement_id: str, houder: Houder, soort: Soort, adres: str, filter_: Filter, nu: float
) -> Abonnement:
    """A new abonnement. A webhook gets its first key; a queue waits for the token to come back."""
    webhook = soort == "webhook"
    return Abonnement(
        abonnement_id=abonnement_id,
        school=houder.school,
        afnemer_id=houder.afnemer_id,
        soort=soort,
        adres=adres,
        filter=filter_,
        toestand="actief" if webhook else "onbevestigd",
        aangemaakt_op=nu,
        actief_sinds=nu,
        sleutels=(Ondertekensleutel(nieuw_ondertekengeheim()),) if webhook else (),
        bewijs="" if webhook else nieuw_bewijsgeheim(),
    )


def wijzig(abonnement: Abonnement, wens: Wens, nu: float) -> Abonnement:
    """The abonnement as it becomes, in its next version.

    Raises:
        OngeldigeInvoer: the token is not the one that was sent, or is missing where it is needed.
    """
    nieuw = replace(abonnement, versie=abonnement.versie + 1, filter=wens.filter or abonnement.filter)
    if wens.adres is not None and wens.adres != abonnement.adres:
        # What was learnt of the former address, its rest and its waits, says nothing of this one.
        nieuw = replace(nieuw, adres=wens.adres, actief_sinds=nu)
        if abonnement.soort == "sqs":
            # Another queue has to be proven anew.
            nieuw = replace(nieuw, toestand="onbevestigd", bewijs=nieuw_bewijsgeheim())
    if wens.token is not None and not _is_bevestigd(nieuw, wens.token, nu):
        if nieuw.toestand != "onbevestigd" or not _is_bewezen(nieuw, wens.token, nu):
            raise _fout(
                "token",
                "Dit token komt niet uit een testbericht van de laatste dag naar deze wachtrij.",
                "This token is not of a test message to this queue in the last day.",
            )
        nieuw = replace(nieuw, toestand="actief", actief_sinds=nu)
    return _zet_toestand(nieuw, wens.toestand, nu)


def _zet_toestand(abonnement: Abonnement, toestand: str | None, nu: float) -> Abonnement:
    if toestand is None or toestand == abonnement.toestand:
        return abonnement
    if abonnement.toestand == "onbevestigd":
        raise _fout(
            "token",
            "Stuur eerst het token uit het testbericht terug.",
            "Send back the token of the test message first.",
            "ontbrekende-combinatie",
        )
    if toestand == "actief":
        return replace(abonnement, toestand="actief", actief_sinds=nu)
    return replace(abonnement, toestand="gepauzeerd")


def is_gedaan(abonnement: Abonnement, wens: Wens, nu: float) -> bool:
    """Whether all that is wished is so already: by the change whose answer the caller never got, say."""
    if wens == Wens():
        return False
    return (
        wens.adres in {None, abonnement.adres}
        and wens.filter in {None, abonnement.filter}
        and wens.toestand in {None, abonnement.toestand}
        and (wens.token is None or _is_bevestigd(abonnement, wens.token, nu))
    )


def weiger_te_vaak(bewaker: Tempobewaker, abonnement: Abonnement, tempo: Tempo, nu: float) -> None:
    """Count one. Raises LimietOverschreden when it is too soon, OpslagFout when it cannot be known."""
    wacht = bewaker.neem_beurt(abonnement.sleutel, tempo, nu)
    if wacht > 0:
        keer = f"{tempo.hoogstens} x {tempo.naam}, {tempo.tussen:g} s"
        raise LimietOverschreden(
            Tekst(
                f"Voor dit abonnement kan dit even niet weer ({keer}); wacht zo lang als Retry-After zegt.",
                f"Not again so soon for this abonnement ({keer}); wait as long as Retry-After says.",
            ),
            opnieuw_na=ceil(wacht),
        )


def meld_af(abonnement: Abonnement) -> Abonnement:
    """Switched off, for its receiver answered 410."""
    return replace(abonnement, toestand="afgemeld", versie=abonnement.versie + 1)


def testbericht(abonnement: Abonnement, bericht_id: str, nu: float, bron: str) -> Bericht:
    """A message to try the destination with; for a queue that is not proven yet it carries the token."""
    token = None
    if abonnement.toestand == "onbevestigd":
        token = maak_token(abonnement.bewijs, abonnement.abonnement_id, abonnement.adres, nu)
    gebeurtenis = maak_testgebeurtenis(bericht_id, abonnement.abonnement_id, nu, bron=bron, token=token)
    return Bericht(bericht_id, 0, "", "", serialiseer(gebeurtenis), is_test=True)


def wissel_sleutel(abonnement: Abonnement, nu: float) -> Abonnement:
    """With a new key in front; the one before it signs as well for a day.

    So does every other whose day is not over: the answer that told of the one in between may be lost, and
    its receiver at the one before that. Of many in one day those in the middle go first.

    Raises OngeldigeInvoer for a queue, which has no key.
    """
    if abonnement.soort != "webhook":
        raise _fout("", "Alleen een webhook heeft een sleutel.", "Only a webhook has a key.")
    vorige = [replace(s, tot=nu + OVERGANG) if s.tot is None else s for s in abonnement.sleutels]
    geldig = [s for s in vorige if s.tot is not None and s.tot > nu]
    sleutels = (Ondertekensleutel(nieuw_ondertekengeheim()), *geldig[:2], *geldig[2:][-1:])
    return replace(abonnement, versie=abonnement.versie + 1, sleutels=sleutels)


def weiger_te_veel(aantal: int) -> None:
    """Raise OngeldigeInvoer when an afnemer has `HOOGSTENS` for this school already."""
    if aantal >= HOOGSTENS:
        raise _fout(
            "",
            f"U heeft al {HOOGSTENS} abonnementen voor deze school; beëindig er eerst een.",
            f"You have {HOOGSTENS} abonnementen for this school already; end one first.",
        )


def _is_bevestigd(abonnement: Abonnement, token: str, nu: float) -> bool:
    """Whether this token has done its work already."""
    return abonnement.toestand != "onbevestigd" and _is_bewezen(abonnement, token, nu)


def _is_bewezen(abonnement: Abonnement, token: str, nu: float) -> bool:
    return bool(abonnement.bewijs) and token_klopt(
        token, abonnement.bewijs, abonnement.abonnement_id, abonnement.adres, nu
    )


def _fout(naam: str, nl: str, en: str, code: str = "ongeldige-invoer") -> OngeldigeInvoer:
    return OngeldigeInvoer((Invoerfout("body", naam, code, Tekst(nl, en)),))
