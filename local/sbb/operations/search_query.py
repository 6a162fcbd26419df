"""What Zoeken is asked: which leerbedrijven, which erkenningen or leerplaatsen, and near what."""

import re
from dataclasses import dataclass

from local.sbb.geo import Punt, plek_van, plek_van_postcode
from local.sbb.operations.validation import Invoer, OngeldigVerzoek
from local.sbb.register.model import Adres, Leerbedrijf, Opleiding, Plaats
from local.sbb.register.register import Ingang
from local.sbb.text import bevat, naampatroon, normaliseer, postcode_van


@dataclass(frozen=True)
class Zoekvraag:
    """The filters of a search; what is None (or empty) does not filter.

    `opleidingsnaam` is normalised, `naam` matches such a name. `midden` (degrees) with `afstand` (km) search
    near a point, and then the address and postcodes do not filter.
    """

    code: str | None
    naam: re.Pattern[str] | None
    adres: Adres | None
    postcodes: tuple[str, str] | None
    midden: Punt | None
    afstand: int
    crebo: str | None
    opleidingsnaam: str | None
    leerweg: str | None
    niveau: int | None
    beschikbaar: bool

    def past_bedrijf(self, ingang: Ingang) -> bool:
        """Whether a leerbedrijf has the code, name and address asked for."""
        bedrijf = ingang.leerbedrijf
        if self.code is not None and bedrijf.id != self.code:
            return False
        if self.naam is not None and not self.naam.fullmatch(ingang.zoeknaam):
            return False
        return self.midden is not None or self._past_plek(bedrijf)

    def past_opleiding(self, opleidingen: tuple[Opleiding, ...]) -> bool:
        """Whether one of the opleidingen has the crebo, name and niveau asked for."""
        return any(
            self.crebo in {None, opleiding.crebo}
            and self.niveau in {None, opleiding.niveau}
            and bevat(normaliseer(opleiding.naam), self.opleidingsnaam or "")
            for opleiding in opleidingen
        )

    @property
    def vraagt_opleiding(self) -> bool:
        """Whether crebo, niveau or name of an opleiding filters."""
        return (self.crebo, self.niveau, self.opleidingsnaam) != (None, None, None)

    def past_leerweg(self, leerweg: str | None) -> bool:
        """Whether a leerweg is the one asked for; None is both."""
        return self.leerweg is None or leerweg in {None, self.leerweg}

    def _past_plek(self, bedrijf: Leerbedrijf) -> bool:
        postcode = postcode_van(bedrijf.vestiging.postcode)
        if self.postcodes is not None:
            eerste, laatste = self.postcodes
            # A foreign postcode may fall between two Dutch ones.
            if bedrijf.vestiging.land != "NEDERLAND" or not eerste <= postcode <= laatste:
                return False
        return self.adres is None or _past_adres(bedrijf.vestiging, self.adres)


def _past_adres(eigen: Adres, gevraagd: Adres) -> bool:
    samen = normaliseer(f"{eigen.straat} {eigen.huisnummer or ''} {eigen.toevoeging or ''}")
    straat = normaliseer(f"{gevraagd.straat} {gevraagd.huisnummer or ''}")
    return (
        bevat(samen, straat)
        and postcode_van(eigen.postcode).startswith(postcode_van(gevraagd.postcode))
        and (not gevraagd.plaats or normaliseer(eigen.plaats) == normaliseer(gevraagd.plaats))
        and (not gevraagd.land or normaliseer(eigen.land) == normaliseer(gevraagd.land))
    )


def lees_zoekvraag(invoer: Invoer, plaatsen: tuple[Plaats, ...]) -> Zoekvraag:
    """Read the filters.

    Raises:
        OngeldigVerzoek: a name without a letter, or a search nearby without a place or a distance.
    """
    adres, postcodes = _adres(invoer.deel("Vestigingsadres")), _postcodes(invoer.tekst("PostcodeRange"))
    buurt = invoer.waar("ZoekInDeBuurt")
    return Zoekvraag(
        code=invoer.tekst("CodeLeerbedrijf"),
        naam=_naam(invoer),
        adres=adres,
        postcodes=postcodes,
        midden=_midden(adres, postcodes, plaatsen) if buurt else None,
        afstand=_afstand(invoer) if buurt else 0,
        crebo=invoer.tekst("Crebonummer"),
        opleidingsnaam=_zoekterm(invoer, "Opleidingsnaam"),
        leerweg=invoer.tekst("Leerweg"),
        niveau=invoer.geheel("Niveau"),
        beschikbaar=invoer.waar("Beschikbaar"),
    )


def _naam(invoer: Invoer) -> re.Pattern[str] | None:
    tekst = invoer.tekst("LeerbedrijfNaam")
    if tekst is None:
        return None
    exact = invoer.waar("LeerbedrijfNaamExact")
    patroon = re.compile(re.escape(normaliseer(tekst))) if exact else naampatroon(tekst)
    if patroon is None or not patroon.pattern:
        raise OngeldigVerzoek("LeerbedrijfNaam bevat geen letter of cijfer.")
    return patroon


def _zoekterm(invoer: Invoer, naam: str) -> str | None:
    tekst = invoer.tekst(naam)
    zoekterm = None if tekst is None else normaliseer(tekst)
    if zoekterm == "":
        raise OngeldigVerzoek(f"{naam} bevat geen letter of cijfer.")
    return zoekterm


def _adres(deel: Invoer | None) -> Adres | None:
    if deel is None:
        return None
    straat, postcode, plaats, land = (
        deel.tekst(naam) or "" for naam in ("Straat", "Postcode", "Plaats", "Land")
    )
    adres = Adres(straat, deel.tekst("Huisnummer"), None, postcode, plaats, land)
    return None if adres == Adres("", None, None, "", "", "") else adres


def _postcodes(tekst: str | None) -> tuple[str, str] | None:
    return None if tekst is None else (tekst[:6], tekst[6:])


def _afstand(invoer: Invoer) -> int:
    afstand = invoer.geheel("Afstand")
    if afstand is None or afstand < 1:
        raise OngeldigVerzoek("ZoekInDeBuurt vraagt een Afstand van ten minste 1 km.")
    return afstand


def _midden(adres: Adres | None, postcodes: tuple[str, str] | None, plaatsen: tuple[Plaats, ...]) -> Punt:
    midden = plek_van(plaatsen, adres) if adres is not None else None
    if midden is None and postcodes is not None:
        midden = plek_van_postcode(plaatsen, postcodes[0])
    if midden is None:
        raise OngeldigVerzoek("ZoekInDeBuurt vraagt een bekende Plaats of Postcode.")
    return midden
