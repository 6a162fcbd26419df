"""Schools, afnemers and keys, for people and for programs. No licence, no certificate, no key is in here."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich.console import Console
from stagemarkt.domain.access import leeft
from stagemarkt.model.today import vandaag_in_nederland
from stagemarkt.model.toegang import Afnemer, Rechten, School, Sleutelgegevens, Toegang

from stagemarkt_cli.admin.certificate import Bewaard, bewaard
from stagemarkt_cli.views.screens import tabel, veilig
from stagemarkt_cli.views.values import moment

_NAMEN: Final = {"certificaat": "Geldig", "vorigCertificaat": "Het vorige geldig"}
_SCHOLEN: Final = ("BRIN", "Naam", "OIN")
_AFNEMERS: Final = ("Afnemer", "Naam", "Per seconde", "Ineens", "Per dag", "Contact")
_SLEUTELS: Final = ("Prefix", "Afnemer", "Status", "Gemaakt", "Laatst gebruikt", "Verloopt")


def school_als_json(
    school: School,
    geheim: Mapping[str, str],
    afnemers: Sequence[str],
    proef: Mapping[str, Any] | None = None,
) -> str:
    """A school, with what its secret has and not what is in it; `proef`: what SBB said just now."""
    return _json(
        {
            **_school(school),
            **_aanwezig(geheim),
            **{f"{naam}Gegevens": _certificaat(stand) for naam, stand in _certificaten(geheim).items()},
            "afnemers": list(afnemers),
            **({} if proef is None else {"proef": dict(proef)}),
        }
    )


def scholen_als_json(scholen: Sequence[School]) -> str:
    """Schools."""
    return _json([_school(school) for school in scholen])


def toon_scholen(console: Console, scholen: Sequence[School]) -> None:
    """Schools, a row each."""
    if not scholen:
        console.print("Er zijn nog geen scholen.")
        return
    raster = tabel(*_SCHOLEN)
    for school in scholen:
        raster.add_row(veilig(school.brin), veilig(school.naam), veilig(school.oin))
    console.print(raster)


def toon_school(
    console: Console,
    school: School,
    geheim: Mapping[str, str],
    afnemers: Sequence[str],
    proef: Mapping[str, Any] | None = None,
) -> None:
    """One school; `proef`: what SBB said just now."""
    aanwezig = _aanwezig(geheim)
    _toon_velden(
        console,
        {
            "School": school.brin,
            "Naam": school.naam,
            "OIN": school.oin,
            **{naam.capitalize(): str(waarde) for naam, waarde in aanwezig.items()},
            **{_NAMEN[naam]: _geldig(stand) for naam, stand in _certificaten(geheim).items()},
            "Afnemers": ", ".join(afnemers) or "geen",
            **({} if proef is None else {"Bij SBB": f"{proef['uitkomst']}: {proef['detail']}"}),
        },
    )


def afnemers_als_json(afnemers: Sequence[Afnemer]) -> str:
    """Afnemers."""
    return _json([_afnemer(afnemer) for afnemer in afnemers])


def afnemer_als_json(rechten: Rechten, sleutels: Sequence[Sleutelgegevens], nu: int) -> str:
    """An afnemer with toegang and keys."""
    vandaag = vandaag_in_nederland(nu)
    return _json(
        {
            **_afnemer(rechten.afnemer),
            "toegang": [_toegang(toegang, vandaag) for toegang in rechten.toegangen],
            "sleutels": [_sleutel(sleutel, nu) for sleutel in sleutels],
        }
    )


def toon_afnemers(console: Console, afnemers: Sequence[Afnemer]) -> None:
    """Afnemers, a row each."""
    if not afnemers:
        console.print("Er zijn nog geen afnemers.")
        return
    raster = tabel(*_AFNEMERS)
    for afnemer in afnemers:
        raster.add_row(
            veilig(afnemer.id), veilig(afnemer.naam), *map(str, afnemer.limiet), veilig(afnemer.contact)
        )
    console.print(raster)


def toon_afnemer(console: Console, rechten: Rechten, sleutels: Sequence[Sleutelgegevens], nu: int) -> None:
    """One afnemer: what it may, and its keys."""
    afnemer, vandaag = rechten.afnemer, vandaag_in_nederland(nu)
    tempo, uitschieter, dagquotum = afnemer.limiet
    _toon_velden(
        console,
        {
            "Afnemer": afnemer.id,
            "Naam": afnemer.naam,
            "Contact": afnemer.contact or "niet bekend",
            "Limiet": f"{tempo} per seconde, {uitschieter} ineens, {dagquotum} per dag",
        },
    )
    for toegang in rechten.toegangen:
        einde = "" if toegang.einddatum is None else f", tot en met {toegang.einddatum:%d-%m-%Y}"
        voorbij = "" if _loopt(toegang, vandaag) else " (voorbij)"
        console.print(veilig(f"School {toegang.brin}: {', '.join(toegang.scopes)}{einde}{voorbij}"))
    if not rechten.toegangen:
        console.print("Geen toegang voor een school.")
    toon_sleutels(console, sleutels, nu)


def toegang_als_json(toegang: Toegang, vandaag: dt.date) -> str:
    """One toegang."""
    return _json(_toegang(toegang, vandaag))


def sleutels_als_json(sleutels: Sequence[Sleutelgegevens], nu: int) -> str:
    """Keys."""
    return _json([_sleutel(sleutel, nu) for sleutel in sleutels])


def toon_sleutels(console: Console, sleutels: Sequence[Sleutelgegevens], nu: int) -> None:
    """Keys, a row each."""
    if not sleutels:
        console.print("Er zijn geen sleutels.")
        return
    raster = tabel(*_SLEUTELS)
    for sleutel in sleutels:
        momenten = (sleutel.aangemaakt_op, sleutel.laatst_gebruikt_op, sleutel.verloopt_op)
        raster.add_row(
            veilig(sleutel.prefix),
            veilig(sleutel.afnemer_id),
            _status(sleutel, nu),
            *(moment(_iso(op) or "") or "-" for op in momenten),
        )
    console.print(raster)


def _school(school: School) -> dict[str, Any]:
    return {"brin": school.brin, "oin": school.oin, "naam": school.naam}


def _aanwezig(geheim: Mapping[str, str]) -> dict[str, str]:
    er_is = {
        "licentie": geheim.get("licentie"),
        "certificaat": geheim.get("certificaat") and geheim.get("sleutel"),
    }
    return {naam: "aanwezig" if waarde else "ontbreekt" for naam, waarde in er_is.items()}


def _certificaten(geheim: Mapping[str, str]) -> dict[str, Bewaard]:
    """Of the certificates that are there and can be read: the one in use, and the one before it."""
    standen = {naam: bewaard(geheim.get(naam, "")) for naam in _NAMEN}
    return {naam: stand for naam, stand in standen.items() if stand is not None}


def _certificaat(stand: Bewaard) -> dict[str, str]:
    return {
        "geldigVanaf": _iso_van(stand.geldig_van),
        "geldigTot": _iso_van(stand.geldig_tot),
        "vingerafdruk": stand.vingerafdruk,
        "uitgever": stand.uitgever,
    }


def _geldig(stand: Bewaard) -> str:
    van, tot = (moment(_iso_van(op)) for op in (stand.geldig_van, stand.geldig_tot))
    return f"{van} tot {tot}, van {stand.uitgever}"


def _afnemer(afnemer: Afnemer) -> dict[str, Any]:
    return {
        "id": afnemer.id,
        "naam": afnemer.naam,
        "contact": afnemer.contact or None,
        "limiet": afnemer.limiet._asdict(),
    }


def _toegang(toegang: Toegang, vandaag: dt.date) -> dict[str, Any]:
    return {
        "school": toegang.brin,
        "scopes": list(toegang.scopes),
        "einddatum": None if toegang.einddatum is None else toegang.einddatum.isoformat(),
        "geldig": _loopt(toegang, vandaag),
    }


def _sleutel(sleutel: Sleutelgegevens, nu: int) -> dict[str, Any]:
    return {
        "prefix": sleutel.prefix,
        "afnemer": sleutel.afnemer_id,
        "status": _status(sleutel, nu),
        "aangemaaktOp": _iso(sleutel.aangemaakt_op),
        "laatstGebruiktOp": _iso(sleutel.laatst_gebruikt_op),
        "verlooptOp": _iso(sleutel.verloopt_op),
        "ingetrokkenOp": _iso(sleutel.ingetrokken_op),
    }


def _loopt(toegang: Toegang, vandaag: dt.date) -> bool:
    return toegang.einddatum is None or vandaag <= toegang.einddatum


def _status(sleutel: Sleutelgegevens, nu: int) -> str:
    if leeft(sleutel, nu):
        return "werkt"
    return "verlopen" if sleutel.ingetrokken_op is None else "ingetrokken"


def _iso_van(op: dt.datetime) -> str:
    return op.isoformat().replace("+00:00", "Z")


def _iso(op: int | None) -> str | None:
    return None if op is None else dt.datetime.fromtimestamp(op, dt.UTC).isoformat().replace("+00:00", "Z")


def _toon_velden(console: Console, velden: Mapping[str, str]) -> None:
    raster = tabel("", "")
    raster.show_header = False
    for naam, waarde in velden.items():
        raster.add_row(veilig(naam), veilig(waarde))
    console.print(raster)


def _json(inhoud: Any) -> str:  # noqa: ANN401 - JSON is anything
    return json.dumps(inhoud, ensure_ascii=False)
