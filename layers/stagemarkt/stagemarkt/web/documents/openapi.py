"""Writes the OpenAPI 3.1 document from the tables that the code itself runs on. `make openapi` runs it.

Routes and scopes come from `routes`, parameters from `velden`, problems from `problems`, shapes from
the pydantic models. The texts are Dutch, as the API is.
"""

import json
import sys
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic.json_schema import models_json_schema

from stagemarkt import __version__
from stagemarkt.domain.access import SCHOOLKOP
from stagemarkt.model.codes import BRIN
from stagemarkt.web import problems
from stagemarkt.web.documents import openapi_mutaties, shapes
from stagemarkt.web.documents.descriptions import Beschrijving
from stagemarkt.web.input.cache_control import PATROON
from stagemarkt.web.input.fields import PADVELDEN, VELDEN_VAN, Veld
from stagemarkt.web.routes import ELKE_SCOPE, ROUTES, SCOPES, Route

if TYPE_CHECKING:
    from pydantic import BaseModel

_REF: Final = "#/components/schemas/{model}"


# What every call that asks SBB can meet.
_BRON: Final = (
    "interne-fout",
    "bron-antwoord-ongeldig",
    "bron-licentie",
    "bron-certificaat",
    "bron-niet-beschikbaar",
    "bron-overbelast",
    "bron-timeout",
)
_INVOER: Final = ("ongeldige-invoer", "onbekende-parameter")
_BESCHRIJVINGEN: Final[Mapping[str, Beschrijving]] = {
    **openapi_mutaties.BESCHRIJVINGEN,
    "zoekLeerbedrijven": Beschrijving(
        "Leerbedrijven vaststellen op naam en adres",
        "Ten minste de naam, of de postcode met het huisnummer. Past er geen, dan is de lijst leeg.",
        shapes.Leerbedrijven,
        (*_INVOER, "ontbrekende-combinatie", "te-veel-resultaten", *_BRON),
    ),
    "zoekLeerbedrijvenInLichaam": Beschrijving(
        "Leerbedrijven vaststellen, met de vraag in de body",
        "Hetzelfde, maar dan blijven namen van eenmanszaken buiten adressen en logboeken.",
        shapes.Leerbedrijven,
        (
            *_INVOER,
            "ontbrekende-combinatie",
            "te-veel-resultaten",
            "invoer-te-groot",
            "mediatype-niet-ondersteund",
            *_BRON,
        ),
        voorwaarden={
            "anyOf": [{"required": ["naam"]}, {"required": ["postcode", "huisnummer"]}],
            "dependentRequired": {"huisnummer": ["postcode"]},
        },
    ),
    "geefLeerbedrijf": Beschrijving(
        "Een leerbedrijf vaststellen op ID",
        "Antwoordt ook voor historische leerbedrijven.",
        shapes.LeerbedrijfMetActualiteit,
        (*_INVOER, "leerbedrijf-onbekend", *_BRON),
    ),
    "geefErkenning": Beschrijving(
        "Een erkenning natrekken",
        "Is dit leerbedrijf erkend voor deze crebo of dit keuzedeel? Niet erkend is 200 met `erkend: false`. "
        "Over een BPVO beslist `erkendGehelePeriode`: vraag met haar eerste dag als `peildatum`, "
        "haar laatste als `totEnMet` en de `leerweg` van de student; alleen `true` is ja. `erkend` "
        "gaat over de peildatum alleen. Zonder `leerweg` staat in `leerwegen` waar BOL en BBL "
        "verschillen; `leerwegBekend: false` zegt dat SBB het niet vertelt.",
        shapes.NagetrokkenMetActualiteit,
        (*_INVOER, "leerbedrijf-onbekend", "code-onbekend", *_BRON),
    ),
    "geefErkenningen": Beschrijving(
        "Alle erkenningen van een leerbedrijf",
        "Elk beoordeeld op vandaag; ook wat verlopen, ingetrokken of toekomstig is. Voor één code "
        "kunnen er meer zijn, per `leerweg`; waar die ontbreekt (`leerwegBekend: false`), zegt SBB het niet.",
        shapes.Erkenningen,
        (*_INVOER, "leerbedrijf-onbekend", *_BRON),
    ),
    "geefDetailgegevens": Beschrijving(
        "Detailgegevens van een leerbedrijf",
        "Contactgegevens, contactpersonen en praktijkopleiders. Persoonsgegevens: vraag met `fields` alleen "
        "wat u nodig heeft, en bewaar het antwoord niet.",
        shapes.DetailgegevensMetActualiteit,
        (*_INVOER, "leerbedrijf-onbekend", *_BRON),
        deel=True,
    ),
    "zoekLeerplaatsen": Beschrijving(
        "Leerplaatsen zoeken",
        "Blader met `volgendeCursor`, of volg de kop `Link`.",
        shapes.Leerplaatsen,
        (*_INVOER, "ontbrekende-combinatie", "te-veel-resultaten", *_BRON),
    ),
    "geefLeerplaats": Beschrijving(
        "Een leerplaats op ID",
        "Wat SBB er op ID niet bij geeft, ontbreekt.",
        shapes.LeerplaatsMetActualiteit,
        (*_INVOER, "resource-onbekend", *_BRON),
    ),
    "zoekErkenningen": Beschrijving(
        "Erkende leerbedrijven zoeken",
        "Dezelfde vraag, over erkenningen. Blader met `volgendeCursor`, of volg de kop `Link`.",
        shapes.GevondenErkenningen,
        (*_INVOER, "ontbrekende-combinatie", "te-veel-resultaten", *_BRON),
    ),
    "geefStatus": Beschrijving(
        "Wie is er aan zet bij een storing",
        "Zegt of deze facade werkt, en of SBB antwoordt. Zonder sleutel.",
        shapes.Toestand,
        (*_INVOER, "interne-fout"),
    ),
    "geefSchoolstatus": Beschrijving(
        "Hoe het staat met de school bij SBB",
        "Haar certificaat en licentie, SBB zelf, en of en hoeveel er namens haar gevraagd wordt. Voor wie "
        "een sleutel heeft, met welke scope ook. Nooit het certificaat of de licentie zelf.",
        shapes.Schoolstatus,
        (*_INVOER, "interne-fout"),
    ),
    "geefOpenapi": Beschrijving(
        "Dit document",
        "OpenAPI 3.1. Zonder sleutel, ook voor andere sites.",
        None,
        (*_INVOER, "interne-fout"),
    ),
    "geefAsyncapi": Beschrijving(
        "De wijzigingen die wij sturen, als document",
        "AsyncAPI 3.0: elke gebeurtenis, zoals zij naar een webhook of een wachtrij gaat. Zonder sleutel, "
        "ook voor andere sites.",
        None,
        (*_INVOER, "interne-fout"),
    ),
}
_MET_SLEUTEL: Final = (
    "school-vereist",
    "niet-geauthenticeerd",
    "geen-toegang",
    "school-niet-toegestaan",
    "limiet-overschreden",
    "quotum-overschreden",
)


# What is `no-store` has no tag: nobody should keep it to compare.
_MET_ETAG: Final = frozenset({"identificatie"})
# What is kept, or could be: the caller may say how fresh.
_MET_WENS: Final = frozenset({"identificatie", "verificatie", "detailgegevens", "zoeken"})
_BEWAARD: Final = frozenset({"identificatie", "detailgegevens"})
_GEBLADERD: Final = frozenset({"zoekLeerplaatsen", "zoekErkenningen"})


def maak_document() -> dict[str, Any]:
    """The whole document."""
    paden: dict[str, Any] = {}
    for route in ROUTES:
        paden.setdefault(route.pad, {})[route.methode.lower()] = _operatie(route)
    modellen: list[type[BaseModel]] = [shapes.Probleem]
    modellen += [b.model for b in _BESCHRIJVINGEN.values() if b.model is not None]
    paren: list[tuple[type[BaseModel], Literal["serialization"]]] = [(m, "serialization") for m in modellen]
    _, schemas = models_json_schema(paren, ref_template=_REF)
    delen = [b.model.__name__ for b in _BESCHRIJVINGEN.values() if b.model is not None and b.deel]
    schemas["$defs"] |= {
        f"{naam}Deel": _deel_van({"$ref": _REF.format(model=naam)}, schemas["$defs"]) for naam in delen
    }
    return {
        "openapi": "3.1.0",
        "info": _info(),
        # Relative to where this document is served, whatever the host.
        "servers": [{"url": "../v1", "description": "Deze facade"}],
        "tags": [
            {"name": naam, "description": tekst}
            for naam, tekst in {
                "identificatie": "Vaststellen van een leerbedrijf.",
                "verificatie": "Natrekken van een erkenning.",
                "detailgegevens": "Opvragen van detailgegevens.",
                "zoeken": "Zoeken naar leerplaatsen en erkende leerbedrijven.",
                "mutaties": "Volgen van wat er verandert, en laten weten waar dat heen moet.",
                "algemeen": "Over deze API zelf.",
            }.items()
        ],
        "paths": paden,
        "components": {
            "schemas": dict(sorted(schemas["$defs"].items())),
            "securitySchemes": {
                "sleutel": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "De sleutel van uw afnemer. Welke scope een aanroep vraagt, staat bij zijn"
                    f" `security`; per school kunnen dat zijn: {', '.join(SCOPES)}.",
                }
            },
            "headers": _koppen(),
        },
    }


def _deel_van(schema: Any, schemas: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any part of a JSON Schema
    """The same with nothing required, all the way down: what is left when only some fields are asked for."""
    if isinstance(schema, list):
        return [_deel_van(een, schemas) for een in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        schema = {**schemas[schema["$ref"].rpartition("/")[2]], **schema}
    zonder = {sleutel: waarde for sleutel, waarde in schema.items() if sleutel not in {"$ref", "required"}}
    return {sleutel: _deel_van(waarde, schemas) for sleutel, waarde in zonder.items()}


def _info() -> dict[str, Any]:
    return {
        "title": "Stagemarkt Facade",
        "version": __version__,
        "summary": "Leerbedrijven en erkenningen van SBB, als JSON.",
        "description": "Een eenvoudige API voor SBB's White Label Stagemarkt, voor scholen en leveranciers. "
        "Elke `GET` kan ook als `HEAD`; `OPTIONS` zegt in `Allow` wat een adres kent.",
        "contact": {
            "name": "De beheerder van deze facade",
            "email": "beheer@stagemarkt-facade.example",
            "url": "https://stagemarkt-facade.example",
        },
        "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    }


def _operatie(route: Route) -> dict[str, Any]:
    beschrijving = _BESCHRIJVINGEN[route.operatie]
    operatie: dict[str, Any] = {
        "operationId": route.operatie,
        "tags": ["algemeen" if route.scope in {None, ELKE_SCOPE} else route.scope],
        "summary": beschrijving.titel,
        "description": beschrijving.tekst,
        "parameters": _parameters(route),
        "responses": _antwoorden(route, beschrijving),
        # A scope is a role of the key (OpenAPI 3.1, Security Requirement Object); none named: any will do.
        "security": [{"sleutel": [route.scope] if route.scope in SCOPES else []}] if route.scope else [],
    }
    if route.scope:
        operatie["x-scope"] = route.scope
    if route.methode in {"POST", "PATCH"} and route.operatie in VELDEN_VAN:
        operatie["requestBody"] = _lichaam(VELDEN_VAN[route.operatie], beschrijving)
    return operatie


def _parameters(route: Route) -> list[dict[str, Any]]:
    pad = [_parameter("path", veld) for naam, veld in PADVELDEN.items() if f"{{{naam}}}" in route.pad]
    velden = VELDEN_VAN.get(route.operatie, ()) if route.methode == "GET" else ()
    koppen = [_schoolkop()] if route.scope else []
    koppen += [_wenskop()] if route.scope in _MET_WENS else []
    koppen += [_versiekop()] if _BESCHRIJVINGEN[route.operatie].if_match else []
    return [*pad, *(_parameter("query", veld) for veld in velden), *koppen, _taalkop()]


def _parameter(plaats: str, veld: Veld) -> dict[str, Any]:
    return {
        "name": veld.naam,
        "in": plaats,
        "required": plaats == "path",
        "description": veld.omschrijving,
        "schema": dict(veld.schema),
    }


def _schoolkop() -> dict[str, Any]:
    tekst = "De BRIN van de school namens wie u vraagt; nodig als uw sleutel voor meer scholen geldt."
    schema = {"type": "string", "pattern": BRIN, "examples": ["99XX"]}
    return {"name": SCHOOLKOP, "in": "header", "required": False, "description": tekst, "schema": schema}


def _taalkop() -> dict[str, Any]:
    tekst = "`en` geeft teksten in het Engels."
    schema = {"type": "string", "examples": ["nl", "en"]}
    return {
        "name": "Accept-Language",
        "in": "header",
        "required": False,
        "description": tekst,
        "schema": schema,
    }


def _wenskop() -> dict[str, Any]:
    tekst = (
        "Hoe vers het antwoord moet zijn (RFC 9111): `no-cache` vraagt het SBB zelf, "
        "`max-age=N` mag N seconden oud zijn, `max-stale[=N]` mag zo lang over tijd zijn, "
        "`min-fresh=N` moet nog zo lang vers zijn, `only-if-cached` vraagt SBB niet, "
        "`no-store` laat niets bewaren."
    )
    schema = {
        "type": "string",
        "pattern": PATROON,
        "examples": ["no-cache", "max-age=600", "max-stale=86400", "only-if-cached"],
    }
    return {
        "name": "Cache-Control",
        "in": "header",
        "required": False,
        "description": tekst,
        "schema": schema,
    }


def _versiekop() -> dict[str, Any]:
    tekst = "De ETag van het abonnement zoals u het kent: wie intussen wijzigde, wordt niet overschreven."
    schema = {"type": "string", "examples": ['"3"']}
    return {"name": "If-Match", "in": "header", "required": True, "description": tekst, "schema": schema}


def _lichaam(velden: tuple[Veld, ...], beschrijving: Beschrijving) -> dict[str, Any]:
    eigenschappen = {veld.naam: {**veld.schema, "description": veld.omschrijving} for veld in velden}
    schema: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": eigenschappen,
        **({"required": list(beschrijving.vereist)} if beschrijving.vereist else {}),
        **beschrijving.voorwaarden,
    }
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _antwoorden(route: Route, beschrijving: Beschrijving) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object"}
    if beschrijving.model is not None:
        naam = beschrijving.model.__name__
        schema = {"$ref": _REF.format(model=naam)}
        if beschrijving.deel:
            schema = {"anyOf": [schema, {"$ref": _REF.format(model=f"{naam}Deel")}]}
    koppen = _koppen_van(route, beschrijving)
    goed = {
        "description": "In orde.",
        "headers": {kop: {"$ref": f"#/components/headers/{kop}"} for kop in koppen},
        **({} if beschrijving.status == "204" else {"content": {"application/json": {"schema": schema}}}),
    }
    antwoorden: dict[str, Any] = {beschrijving.status: goed}
    if "ETag" in koppen and route.methode == "GET":
        bekend = {
            kop: {"$ref": f"#/components/headers/{kop}"}
            for kop in ("API-Version", "X-Request-Id", "Cache-Control", "ETag")
        }
        antwoorden["304"] = {"description": "U heeft dit al (`If-None-Match`).", "headers": bekend}
    wens = ("niet-in-cache",) if route.scope in _MET_WENS else ()
    codes = [*beschrijving.problemen, *wens, *(_MET_SLEUTEL if route.scope else ()), "niet-acceptabel"]
    codes.append("methode-niet-toegestaan")
    return antwoorden | _probleemantwoorden(codes)


def _koppen_van(route: Route, beschrijving: Beschrijving) -> list[str]:
    """The headers of an answer that succeeded, but for those of security, which every answer has."""
    koppen = ["API-Version", "X-Request-Id", "Cache-Control"]
    if route.scope is None:
        koppen.append("Access-Control-Allow-Origin")
    else:
        koppen.append("RateLimit-Policy")
    if route.scope not in {None, "mutaties", ELKE_SCOPE}:
        koppen.append("Cache-Status")
    if route.scope in _MET_ETAG:
        koppen.append("ETag")
    if route.scope in _BEWAARD:
        koppen.append("Age")
    if route.operatie in _GEBLADERD:
        koppen.append("Link")
    if route.functie == "status":
        koppen.append("Content-Language")
    return [*koppen, *beschrijving.koppen]


def _probleemantwoorden(codes: list[str]) -> dict[str, Any]:
    op_status: dict[int, list[str]] = {}
    for code in codes:
        op_status.setdefault(problems.PROBLEMEN[code].status, []).append(code)
    return {
        str(status): {
            "description": ", ".join(f"`{code}`" for code in groep),
            "headers": {kop: {"$ref": f"#/components/headers/{kop}"} for kop in _probleemkoppen(status)},
            "content": {problems.MEDIATYPE: {"schema": {"$ref": _REF.format(model="Probleem")}}},
        }
        for status, groep in sorted(op_status.items())
    }


def _probleemkoppen(status: int) -> list[str]:
    opnieuw = ["Retry-After"] if status in {429, 503, 504} else []
    eigen = {HTTPStatus.METHOD_NOT_ALLOWED: ["Allow"], HTTPStatus.UNAUTHORIZED: ["WWW-Authenticate"]}
    vast = ["API-Version", "X-Request-Id", "Cache-Control", "Content-Language"]
    return [*vast, *opnieuw, *eigen.get(HTTPStatus(status), [])]


def _koppen() -> dict[str, Any]:
    teksten = {
        "API-Version": ("De volledige versie van de API.", {"type": "string", "examples": [__version__]}),
        "X-Request-Id": (
            "Het nummer van dit verzoek, ook in het logboek.",
            {"type": "string", "format": "uuid"},
        ),
        "Content-Language": (
            "De taal van de teksten; beide waar de poort zelf weigert.",
            {"type": "string", "enum": ["nl", "en", "nl, en"]},
        ),
        "Cache-Control": (
            "Hoe lang u dit mag bewaren; `max-age` min `Age` is wat daarvan over is.",
            {"type": "string", "examples": ["private, max-age=86400", "no-store"]},
        ),
        "Age": ("Zoveel seconden geleden is dit aan SBB gevraagd.", {"type": "integer"}),
        "ETag": ("Kenmerk van de inhoud, voor `If-None-Match`.", {"type": "string"}),
        "Location": ("Waar wat gemaakt is, te vinden is.", {"type": "string"}),
        "Link": ("De eerste en de volgende pagina (RFC 8288).", {"type": "string"}),
        "Cache-Status": (
            "Of dit uit de cache kwam, of waarom SBB is gevraagd (RFC 9211).",
            {
                "type": "string",
                "examples": [
                    "stagemarkt; hit; ttl=3600",
                    "stagemarkt; fwd=miss; stored",
                    "stagemarkt; fwd=stale; fwd-status=503",
                ],
            },
        ),
        "RateLimit-Policy": (
            "De limiet van uw afnemer, waar die geldt (draft-ietf-httpapi-ratelimit-headers).",
            {"type": "string", "examples": ['"tempo";q=20;w=1, "dagquotum";q=100000;w=86400']},
        ),
        "WWW-Authenticate": ("Hoe u zich hier bekend maakt.", {"type": "string", "const": "Bearer"}),
        "Access-Control-Allow-Origin": ("Elke site mag dit lezen.", {"type": "string", "const": "*"}),
        "Allow": ("De methoden die dit adres wel heeft.", {"type": "string"}),
        "Retry-After": ("Na hoeveel seconden opnieuw proberen zin heeft.", {"type": "integer"}),
    }
    return {naam: {"description": tekst, "schema": schema} for naam, (tekst, schema) in teksten.items()}


if __name__ == "__main__":
    json.dump(maak_document(), sys.stdout, ensure_ascii=False, indent=2, sort_keys=False)
    sys.stdout.write("\n")
