"""Schools, afnemers and keys, for people and for programs. No licence, no certificate, no key is in here."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich.console import Console
from stagemarkt.domain.access import is_alive
from stagemarkt.model.today import today_in_netherlands
from stagemarkt.model.toegang import Afnemer, Rights, School, SleutelData, Toegang

from stagemarkt_cli.admin.certificate import KeptCertificate, kept
from stagemarkt_cli.views.screens import safe, table
from stagemarkt_cli.views.values import moment

_NAMES: Final = {"certificaat": "Geldig", "vorigCertificaat": "Het vorige geldig"}
_SCHOLEN: Final = ("BRIN", "Naam", "OIN")
_AFNEMERS: Final = ("Afnemer", "Naam", "Per seconde", "Ineens", "Per dag", "Contact")
_SLEUTELS: Final = ("Prefix", "Afnemer", "Status", "Gemaakt", "Laatst gebruikt", "Verloopt")


def school_as_json(
    school: School,
    secret: Mapping[str, str],
    afnemers: Sequence[str],
    proef: Mapping[str, Any] | None = None,
) -> str:
    """A school, with what its secret has and not what is in it; `proef`: what SBB said just now."""
    return _json(
        {
            **_school(school),
            **_present(secret),
            **{f"{name}Gegevens": _certificate(state) for name, state in _certificates(secret).items()},
            "afnemers": list(afnemers),
            **({} if proef is None else {"proef": dict(proef)}),
        }
    )


def scholen_as_json(scholen: Sequence[School]) -> str:
    """Schools."""
    return _json([_school(school) for school in scholen])


def show_scholen(console: Console, scholen: Sequence[School]) -> None:
    """Schools, a row each."""
    if not scholen:
        console.print("Er zijn nog geen scholen.")
        return
    raster = table(*_SCHOLEN)
    for school in scholen:
        raster.add_row(safe(school.brin), safe(school.naam), safe(school.oin))
    console.print(raster)


def show_school(
    console: Console,
    school: School,
    secret: Mapping[str, str],
    afnemers: Sequence[str],
    proef: Mapping[str, Any] | None = None,
) -> None:
    """One school; `proef`: what SBB said just now."""
    present = _present(secret)
    _show_fields(
        console,
        {
            "School": school.brin,
            "Naam": school.naam,
            "OIN": school.oin,
            **{name.capitalize(): str(value) for name, value in present.items()},
            **{_NAMES[name]: _valid(state) for name, state in _certificates(secret).items()},
            "Afnemers": ", ".join(afnemers) or "geen",
            **({} if proef is None else {"Bij SBB": f"{proef['uitkomst']}: {proef['detail']}"}),
        },
    )


def afnemers_as_json(afnemers: Sequence[Afnemer]) -> str:
    """Afnemers."""
    return _json([_afnemer(afnemer) for afnemer in afnemers])


def afnemer_as_json(rights: Rights, sleutels: Sequence[SleutelData], now: int) -> str:
    """An afnemer with toegang and keys."""
    today = today_in_netherlands(now)
    return _json(
        {
            **_afnemer(rights.afnemer),
            "toegang": [_toegang(toegang, today) for toegang in rights.toegangen],
            "sleutels": [_sleutel(sleutel, now) for sleutel in sleutels],
        }
    )


def show_afnemers(console: Console, afnemers: Sequence[Afnemer]) -> None:
    """Afnemers, a row each."""
    if not afnemers:
        console.print("Er zijn nog geen afnemers.")
        return
    raster = table(*_AFNEMERS)
    for afnemer in afnemers:
        raster.add_row(safe(afnemer.id), safe(afnemer.naam), *map(str, afnemer.limiet), safe(afnemer.contact))
    console.print(raster)


def show_afnemer(console: Console, rights: Rights, sleutels: Sequence[SleutelData], now: int) -> None:
    """One afnemer: what it may, and its keys."""
    afnemer, today = rights.afnemer, today_in_netherlands(now)
    tempo, uitschieter, dagquotum = afnemer.limiet
    _show_fields(
        console,
        {
            "Afnemer": afnemer.id,
            "Naam": afnemer.naam,
            "Contact": afnemer.contact or "niet bekend",
            "Limiet": f"{tempo} per seconde, {uitschieter} ineens, {dagquotum} per dag",
        },
    )
    for toegang in rights.toegangen:
        end = "" if toegang.einddatum is None else f", tot en met {toegang.einddatum:%d-%m-%Y}"
        past = "" if _is_running(toegang, today) else " (voorbij)"
        console.print(safe(f"School {toegang.brin}: {', '.join(toegang.scopes)}{end}{past}"))
    if not rights.toegangen:
        console.print("Geen toegang voor een school.")
    show_sleutels(console, sleutels, now)


def toegang_as_json(toegang: Toegang, today: dt.date) -> str:
    """One toegang."""
    return _json(_toegang(toegang, today))


def sleutels_as_json(sleutels: Sequence[SleutelData], now: int) -> str:
    """Keys."""
    return _json([_sleutel(sleutel, now) for sleutel in sleutels])


def show_sleutels(console: Console, sleutels: Sequence[SleutelData], now: int) -> None:
    """Keys, a row each."""
    if not sleutels:
        console.print("Er zijn geen sleutels.")
        return
    raster = table(*_SLEUTELS)
    for sleutel in sleutels:
        moments = (sleutel.aangemaakt_op, sleutel.last_used_at, sleutel.expires_at)
        raster.add_row(
            safe(sleutel.prefix),
            safe(sleutel.afnemer_id),
            _status(sleutel, now),
            *(moment(_iso(at) or "") or "-" for at in moments),
        )
    console.print(raster)


def _school(school: School) -> dict[str, Any]:
    return {"brin": school.brin, "oin": school.oin, "naam": school.naam}


def _present(secret: Mapping[str, str]) -> dict[str, str]:
    there_is = {
        "licentie": secret.get("licentie"),
        "certificaat": secret.get("certificaat") and secret.get("sleutel"),
    }
    return {name: "aanwezig" if value else "ontbreekt" for name, value in there_is.items()}


def _certificates(secret: Mapping[str, str]) -> dict[str, KeptCertificate]:
    """Of the certificates that are there and can be read: the one in use, and the one before it."""
    states = {name: kept(secret.get(name, "")) for name in _NAMES}
    return {name: state for name, state in states.items() if state is not None}


def _certificate(state: KeptCertificate) -> dict[str, str]:
    return {
        "geldigVanaf": _iso_of(state.valid_from),
        "geldigTot": _iso_of(state.geldig_tot),
        "vingerafdruk": state.fingerprint,
        "uitgever": state.issuer,
    }


def _valid(state: KeptCertificate) -> str:
    van, until = (moment(_iso_of(at)) for at in (state.valid_from, state.geldig_tot))
    return f"{van} tot {until}, van {state.issuer}"


def _afnemer(afnemer: Afnemer) -> dict[str, Any]:
    return {
        "id": afnemer.id,
        "naam": afnemer.naam,
        "contact": afnemer.contact or None,
        "limiet": afnemer.limiet._asdict(),
    }


def _toegang(toegang: Toegang, today: dt.date) -> dict[str, Any]:
    return {
        "school": toegang.brin,
        "scopes": list(toegang.scopes),
        "einddatum": None if toegang.einddatum is None else toegang.einddatum.isoformat(),
        "geldig": _is_running(toegang, today),
    }


def _sleutel(sleutel: SleutelData, now: int) -> dict[str, Any]:
    return {
        "prefix": sleutel.prefix,
        "afnemer": sleutel.afnemer_id,
        "status": _status(sleutel, now),
        "aangemaaktOp": _iso(sleutel.aangemaakt_op),
        "laatstGebruiktOp": _iso(sleutel.last_used_at),
        "verlooptOp": _iso(sleutel.expires_at),
        "ingetrokkenOp": _iso(sleutel.revoked_at),
    }


def _is_running(toegang: Toegang, today: dt.date) -> bool:
    return toegang.einddatum is None or today <= toegang.einddatum


def _status(sleutel: SleutelData, now: int) -> str:
    if is_alive(sleutel, now):
        return "werkt"
    return "verlopen" if sleutel.revoked_at is None else "ingetrokken"


def _iso_of(at: dt.datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _iso(at: int | None) -> str | None:
    return None if at is None else dt.datetime.fromtimestamp(at, dt.UTC).isoformat().replace("+00:00", "Z")


def _show_fields(console: Console, fields: Mapping[str, str]) -> None:
    raster = table("", "")
    raster.show_header = False
    for name, value in fields.items():
        raster.add_row(safe(name), safe(value))
    console.print(raster)


def _json(content: Any) -> str:  # noqa: ANN401 - JSON is anything
    return json.dumps(content, ensure_ascii=False)
