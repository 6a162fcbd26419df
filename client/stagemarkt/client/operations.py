"""The operations of the API, each a method: of who waits for an answer, and of who awaits it."""

# Made from functions/documentatie/openapi.json by client/generator.py: `make openapi`.

from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from typing import Any, Literal

from stagemarkt.client import shapes
from stagemarkt.client.answer import Answer
from stagemarkt.client.call import Call, each_result, each_result_async


class Operations:
    """Every operation, waited for. How a call is made is its subclass's."""

    def _ask(self, call: Call) -> Answer[Any]:
        raise NotImplementedError

    def zoek_leerbedrijven(
        self,
        *,
        naam: str | None = None,
        postcode: str | None = None,
        huisnummer: str | None = None,
        inclusief_historisch: bool | None = None,
        school: str | None = None,
        versheid: str | None = None,
        if_none_match: str | None = None,
    ) -> Answer[shapes.Leerbedrijven]:
        """Leerbedrijven vaststellen op naam en adres."""
        return self._ask(
            Call(
                "GET",
                ("leerbedrijven",),
                query={
                    "naam": naam,
                    "postcode": postcode,
                    "huisnummer": huisnummer,
                    "inclusiefHistorisch": inclusief_historisch,
                },
                header={"Namens-School": school, "Cache-Control": versheid, "If-None-Match": if_none_match},
                safe=True,
            )
        )

    def zoek_leerbedrijven_in_lichaam(
        self,
        *,
        naam: str | None = None,
        postcode: str | None = None,
        huisnummer: int | str | None = None,
        inclusief_historisch: bool | None = None,
        school: str | None = None,
        versheid: str | None = None,
    ) -> Answer[shapes.Leerbedrijven]:
        """Leerbedrijven vaststellen, met de vraag in de body."""
        return self._ask(
            Call(
                "POST",
                (
                    "leerbedrijven",
                    "_zoek",
                ),
                header={"Namens-School": school, "Cache-Control": versheid},
                body={
                    "naam": naam,
                    "postcode": postcode,
                    "huisnummer": huisnummer,
                    "inclusiefHistorisch": inclusief_historisch,
                },
                safe=True,
            )
        )

    def geef_leerbedrijf(
        self,
        leerbedrijf_id: str,
        *,
        school: str | None = None,
        versheid: str | None = None,
        if_none_match: str | None = None,
    ) -> Answer[shapes.LeerbedrijfMetActualiteit]:
        """Een leerbedrijf vaststellen op ID."""
        return self._ask(
            Call(
                "GET",
                (
                    "leerbedrijven",
                    leerbedrijf_id,
                ),
                header={"Namens-School": school, "Cache-Control": versheid, "If-None-Match": if_none_match},
                safe=True,
            )
        )

    def geef_erkenning(
        self,
        leerbedrijf_id: str,
        code: str,
        *,
        peildatum: date | str | None = None,
        tot_en_met: date | str | None = None,
        leerweg: Literal["BOL", "BBL"] | None = None,
        school: str | None = None,
        versheid: str | None = None,
    ) -> Answer[shapes.NagetrokkenMetActualiteit]:
        """Een erkenning natrekken."""
        return self._ask(
            Call(
                "GET",
                (
                    "leerbedrijven",
                    leerbedrijf_id,
                    "erkenningen",
                    code,
                ),
                query={"peildatum": peildatum, "totEnMet": tot_en_met, "leerweg": leerweg},
                header={"Namens-School": school, "Cache-Control": versheid},
                safe=True,
            )
        )

    def verifieer_reeks(
        self, requests: list[shapes.Controlevraag], *, school: str | None = None, versheid: str | None = None
    ) -> Answer[shapes.Reeksuitkomst]:
        """Tot honderd erkenningen natrekken."""
        return self._ask(
            Call(
                "POST",
                (
                    "verificaties",
                    "_batch",
                ),
                header={"Namens-School": school, "Cache-Control": versheid},
                body={"requests": requests},
                safe=True,
            )
        )

    def geef_erkenningen(
        self, leerbedrijf_id: str, *, school: str | None = None, versheid: str | None = None
    ) -> Answer[shapes.Erkenningen]:
        """Alle erkenningen van een leerbedrijf."""
        return self._ask(
            Call(
                "GET",
                (
                    "leerbedrijven",
                    leerbedrijf_id,
                    "erkenningen",
                ),
                header={"Namens-School": school, "Cache-Control": versheid},
                safe=True,
            )
        )

    def geef_detailgegevens(
        self,
        leerbedrijf_id: str,
        *,
        fields: str | None = None,
        school: str | None = None,
        versheid: str | None = None,
    ) -> Answer[shapes.DetailgegevensMetActualiteit]:
        """Detailgegevens van een leerbedrijf."""
        return self._ask(
            Call(
                "GET",
                (
                    "leerbedrijven",
                    leerbedrijf_id,
                    "detailgegevens",
                ),
                query={"fields": fields},
                header={"Namens-School": school, "Cache-Control": versheid},
                safe=True,
            )
        )

    def zoek_leerplaatsen(
        self,
        *,
        naam: str | None = None,
        straat: str | None = None,
        plaats: str | None = None,
        postcode: str | None = None,
        afstand: int | None = None,
        crebo: str | None = None,
        opleidingsnaam: str | None = None,
        leerweg: Literal["BOL", "BBL"] | None = None,
        niveau: int | None = None,
        beschikbaar: bool | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        school: str | None = None,
        versheid: str | None = None,
    ) -> Answer[shapes.Leerplaatsen]:
        """Leerplaatsen zoeken."""
        return self._ask(
            Call(
                "GET",
                ("leerplaatsen",),
                query={
                    "naam": naam,
                    "straat": straat,
                    "plaats": plaats,
                    "postcode": postcode,
                    "afstand": afstand,
                    "crebo": crebo,
                    "opleidingsnaam": opleidingsnaam,
                    "leerweg": leerweg,
                    "niveau": niveau,
                    "beschikbaar": beschikbaar,
                    "cursor": cursor,
                    "limit": limit,
                },
                header={"Namens-School": school, "Cache-Control": versheid},
                safe=True,
            )
        )

    def zoek_leerplaatsen_alle(
        self,
        *,
        naam: str | None = None,
        straat: str | None = None,
        plaats: str | None = None,
        postcode: str | None = None,
        afstand: int | None = None,
        crebo: str | None = None,
        opleidingsnaam: str | None = None,
        leerweg: Literal["BOL", "BBL"] | None = None,
        niveau: int | None = None,
        beschikbaar: bool | None = None,
        limit: int | None = None,
        school: str | None = None,
        versheid: str | None = None,
    ) -> Iterator[shapes.LeerplaatsMetActualiteit]:
        """Leerplaatsen zoeken: alles, over alle bladzijden."""
        return each_result(
            lambda cursor: self.zoek_leerplaatsen(
                naam=naam,
                straat=straat,
                plaats=plaats,
                postcode=postcode,
                afstand=afstand,
                crebo=crebo,
                opleidingsnaam=opleidingsnaam,
                leerweg=leerweg,
                niveau=niveau,
                beschikbaar=beschikbaar,
                limit=limit,
                school=school,
                versheid=versheid,
                cursor=cursor,
            )
        )

    def geef_leerplaats(
        self, leerplaats_id: str, *, school: str | None = None, versheid: str | None = None
    ) -> Answer[shapes.LeerplaatsMetActualiteit]:
        """Een leerplaats op ID."""
        return self._ask(
            Call(
                "GET",
                (
                    "leerplaatsen",
                    leerplaats_id,
                ),
                header={"Namens-School": school, "Cache-Control": versheid},
                safe=True,
            )
        )

    def zoek_erkenningen(
        self,
        *,
        naam: str | None = None,
        straat: str | None = None,
        plaats: str | None = None,
        postcode: str | None = None,
        afstand: int | None = None,
        crebo: str | None = None,
        opleidingsnaam: str | None = None,
        leerweg: Literal["BOL", "BBL"] | None = None,
        niveau: int | None = None,
        beschikbaar: bool | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        school: str | None = None,
        versheid: str | None = None,
    ) -> Answer[shapes.GevondenErkenningen]:
        """Erkende leerbedrijven zoeken."""
        return self._ask(
            Call(
                "GET",
                ("erkenningen",),
                query={
                    "naam": naam,
                    "straat": straat,
                    "plaats": plaats,
                    "postcode": postcode,
                    "afstand": afstand,
                    "crebo": crebo,
                    "opleidingsnaam": opleidingsnaam,
                    "leerweg": leerweg,
                    "niveau": niveau,
                    "beschikbaar": beschikbaar,
                    "cursor": cursor,
                    "limit": limit,
                },
                header={"Namens-School": school, "Cache-Control": versheid},
                safe=True,
            )
        )

    def zoek_erkenningen_alle(
        self,
        *,
        naam: str | None = None,
        straat: str | None = None,
        plaats: str | None = None,
        postcode: str | None = None,
        afstand: int | None = None,
        crebo: str | None = None,
        opleidingsnaam: str | None = None,
        leerweg: Literal["BOL", "BBL"] | None = None,
        niveau: int | None = None,
        beschikbaar: bool | None = None,
        limit: int | None = None,
        school: str | None = None,
        versheid: str | None = None,
    ) -> Iterator[shapes.GevondenErkenningMetActualiteit]:
        """Erkende leerbedrijven zoeken: alles, over alle bladzijden."""
        return each_result(
            lambda cursor: self.zoek_erkenningen(
                naam=naam,
                straat=straat,
                plaats=plaats,
                postcode=postcode,
                afstand=afstand,
                crebo=crebo,
                opleidingsnaam=opleidingsnaam,
                leerweg=leerweg,
                niveau=niveau,
                beschikbaar=beschikbaar,
                limit=limit,
                school=school,
                versheid=versheid,
                cursor=cursor,
            )
        )

    def geef_abonnementen(self, *, school: str | None = None) -> Answer[shapes.Abonnementen]:
        """Uw abonnementen."""
        return self._ask(Call("GET", ("abonnementen",), header={"Namens-School": school}, safe=True))

    def maak_abonnement(
        self,
        soort: Literal["webhook", "sqs"],
        *,
        url: str | None = None,
        queue_arn: str | None = None,
        filter: shapes.Abonnementkeuze | None = None,
        school: str | None = None,
    ) -> Answer[shapes.AbonnementMetGeheim]:
        """Een abonnement nemen."""
        return self._ask(
            Call(
                "POST",
                ("abonnementen",),
                header={"Namens-School": school},
                body={"soort": soort, "url": url, "queueArn": queue_arn, "filter": filter},
            )
        )

    def geef_abonnement(
        self, abonnement_id: str, *, school: str | None = None, if_none_match: str | None = None
    ) -> Answer[shapes.Abonnement]:
        """Een abonnement."""
        return self._ask(
            Call(
                "GET",
                (
                    "abonnementen",
                    abonnement_id,
                ),
                header={"Namens-School": school, "If-None-Match": if_none_match},
                safe=True,
            )
        )

    def wijzig_abonnement(
        self,
        abonnement_id: str,
        *,
        if_match: str,
        url: str | None = None,
        queue_arn: str | None = None,
        filter: shapes.Abonnementkeuze | None = None,
        toestand: Literal["actief", "gepauzeerd"] | None = None,
        token: str | None = None,
        school: str | None = None,
    ) -> Answer[shapes.Abonnement]:
        """Een abonnement wijzigen."""
        return self._ask(
            Call(
                "PATCH",
                (
                    "abonnementen",
                    abonnement_id,
                ),
                header={"If-Match": if_match, "Namens-School": school},
                body={
                    "url": url,
                    "queueArn": queue_arn,
                    "filter": filter,
                    "toestand": toestand,
                    "token": token,
                },
            )
        )

    def beeindig_abonnement(
        self, abonnement_id: str, *, if_match: str, school: str | None = None
    ) -> Answer[None]:
        """Een abonnement beëindigen."""
        return self._ask(
            Call(
                "DELETE",
                (
                    "abonnementen",
                    abonnement_id,
                ),
                header={"If-Match": if_match, "Namens-School": school},
            )
        )

    def stuur_testbericht(
        self, abonnement_id: str, *, school: str | None = None
    ) -> Answer[shapes.Testuitkomst]:
        """Een testbericht sturen."""
        return self._ask(
            Call(
                "POST",
                (
                    "abonnementen",
                    abonnement_id,
                    "testberichten",
                ),
                header={"Namens-School": school},
            )
        )

    def lever_opnieuw(
        self, abonnement_id: str, vanaf: datetime | str, *, school: str | None = None
    ) -> Answer[shapes.Herlevering]:
        """Opnieuw afleveren vanaf een moment."""
        return self._ask(
            Call(
                "POST",
                (
                    "abonnementen",
                    abonnement_id,
                    "herafleveringen",
                ),
                header={"Namens-School": school},
                body={"vanaf": vanaf},
            )
        )

    def wissel_sleutel(
        self, abonnement_id: str, *, school: str | None = None
    ) -> Answer[shapes.AbonnementMetGeheim]:
        """De sleutel van een webhook wisselen."""
        return self._ask(
            Call(
                "POST",
                (
                    "abonnementen",
                    abonnement_id,
                    "sleutelrotaties",
                ),
                header={"Namens-School": school},
            )
        )

    def geef_afleveringen(
        self,
        abonnement_id: str,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        school: str | None = None,
    ) -> Answer[shapes.Afleveringen]:
        """Wat er is afgeleverd."""
        return self._ask(
            Call(
                "GET",
                (
                    "abonnementen",
                    abonnement_id,
                    "afleveringen",
                ),
                query={"cursor": cursor, "limit": limit},
                header={"Namens-School": school},
                safe=True,
            )
        )

    def geef_afleveringen_alle(
        self, abonnement_id: str, *, limit: int | None = None, school: str | None = None
    ) -> Iterator[shapes.Aflevering]:
        """Wat er is afgeleverd: alles, over alle bladzijden."""
        return each_result(
            lambda cursor: self.geef_afleveringen(abonnement_id, limit=limit, school=school, cursor=cursor)
        )

    def geef_mutaties(
        self,
        *,
        abonnement_id: str | None = None,
        cursor: str | None = None,
        vanaf: datetime | str | None = None,
        limit: int | None = None,
        leerbedrijf_id: str | None = None,
        code: str | None = None,
        school: str | None = None,
    ) -> Answer[shapes.Mutaties]:
        """Mutaties volgen."""
        return self._ask(
            Call(
                "GET",
                ("mutaties",),
                query={
                    "abonnementId": abonnement_id,
                    "cursor": cursor,
                    "vanaf": vanaf,
                    "limit": limit,
                    "leerbedrijfId": leerbedrijf_id,
                    "code": code,
                },
                header={"Namens-School": school},
                safe=True,
            )
        )

    def geef_mutatie(self, mutatie_id: str, *, school: str | None = None) -> Answer[shapes.Mutatie]:
        """Een mutatie op ID."""
        return self._ask(
            Call(
                "GET",
                (
                    "mutaties",
                    mutatie_id,
                ),
                header={"Namens-School": school},
                safe=True,
            )
        )

    def geef_status(self) -> Answer[shapes.Toestand]:
        """Wie is er aan zet bij een storing."""
        return self._ask(Call("GET", ("status",), safe=True))

    def geef_schoolstatus(self, *, school: str | None = None) -> Answer[shapes.Schoolstatus]:
        """Hoe het staat met de school bij SBB."""
        return self._ask(
            Call(
                "GET",
                (
                    "status",
                    "school",
                ),
                header={"Namens-School": school},
                safe=True,
            )
        )

    def geef_openapi(self, *, if_none_match: str | None = None) -> Answer[dict[str, Any]]:
        """Dit document."""
        return self._ask(Call("GET", ("openapi.json",), header={"If-None-Match": if_none_match}, safe=True))

    def geef_asyncapi(self, *, if_none_match: str | None = None) -> Answer[dict[str, Any]]:
        """De wijzigingen die wij sturen, als document."""
        return self._ask(Call("GET", ("asyncapi",), header={"If-None-Match": if_none_match}, safe=True))


class AsyncOperations:
    """Every operation, awaited. How a call is made is its subclass's."""

    async def _ask(self, call: Call) -> Answer[Any]:
        raise NotImplementedError

    async def zoek_leerbedrijven(
        self,
        *,
        naam: str | None = None,
        postcode: str | None = None,
        huisnummer: str | None = None,
        inclusief_historisch: bool | None = None,
        school: str | None = None,
        versheid: str | None = None,
        if_none_match: str | None = None,
    ) -> Answer[shapes.Leerbedrijven]:
        """Leerbedrijven vaststellen op naam en adres."""
        return await self._ask(
            Call(
                "GET",
                ("leerbedrijven",),
                query={
                    "naam": naam,
                    "postcode": postcode,
                    "huisnummer": huisnummer,
                    "inclusiefHistorisch": inclusief_historisch,
                },
                header={"Namens-School": school, "Cache-Control": versheid, "If-None-Match": if_none_match},
                safe=True,
            )
        )

    async def zoek_leerbedrijven_in_lichaam(
        self,
        *,
        naam: str | None = None,
        postcode: str | None = None,
        huisnummer: int | str | None = None,
        inclusief_historisch: bool | None = None,
        school: str | None = None,
        versheid: str | None = None,
    ) -> Answer[shapes.Leerbedrijven]:
        """Leerbedrijven vaststellen, met de vraag in de body."""
        return await self._ask(
            Call(
                "POST",
                (
                    "leerbedrijven",
                    "_zoek",
                ),
                header={"Namens-School": school, "Cache-Control": versheid},
                body={
                    "naam": naam,
                    "postcode": postcode,
                    "huisnummer": huisnummer,
                    "inclusiefHistorisch": inclusief_historisch,
                },
                safe=True,
            )
        )

    async def geef_leerbedrijf(
        self,
        leerbedrijf_id: str,
        *,
        school: str | None = None,
        versheid: str | None = None,
        if_none_match: str | None = None,
    ) -> Answer[shapes.LeerbedrijfMetActualiteit]:
        """Een leerbedrijf vaststellen op ID."""
        return await self._ask(
            Call(
                "GET",
                (
                    "leerbedrijven",
                    leerbedrijf_id,
                ),
                header={"Namens-School": school, "Cache-Control": versheid, "If-None-Match": if_none_match},
                safe=True,
            )
        )

    async def geef_erkenning(
        self,
        leerbedrijf_id: str,
        code: str,
        *,
        peildatum: date | str | None = None,
        tot_en_met: date | str | None = None,
        leerweg: Literal["BOL", "BBL"] | None = None,
        school: str | None = None,
        versheid: str | None = None,
    ) -> Answer[shapes.NagetrokkenMetActualiteit]:
        """Een erkenning natrekken."""
        return await self._ask(
            Call(
                "GET",
                (
                    "leerbedrijven",
                    leerbedrijf_id,
                    "erkenningen",
                    code,
                ),
                query={"peildatum": peildatum, "totEnMet": tot_en_met, "leerweg": leerweg},
                header={"Namens-School": school, "Cache-Control": versheid},
                safe=True,
            )
        )

    async def verifieer_reeks(
        self, requests: list[shapes.Controlevraag], *, school: str | None = None, versheid: str | None = None
    ) -> Answer[shapes.Reeksuitkomst]:
        """Tot honderd erkenningen natrekken."""
        return await self._ask(
            Call(
                "POST",
                (
                    "verificaties",
                    "_batch",
                ),
                header={"Namens-School": school, "Cache-Control": versheid},
                body={"requests": requests},
                safe=True,
            )
        )

    async def geef_erkenningen(
        self, leerbedrijf_id: str, *, school: str | None = None, versheid: str | None = None
    ) -> Answer[shapes.Erkenningen]:
        """Alle erkenningen van een leerbedrijf."""
        return await self._ask(
            Call(
                "GET",
                (
                    "leerbedrijven",
                    leerbedrijf_id,
                    "erkenningen",
                ),
                header={"Namens-School": school, "Cache-Control": versheid},
                safe=True,
            )
        )

    async def geef_detailgegevens(
        self,
        leerbedrijf_id: str,
        *,
        fields: str | None = None,
        school: str | None = None,
        versheid: str | None = None,
    ) -> Answer[shapes.DetailgegevensMetActualiteit]:
        """Detailgegevens van een leerbedrijf."""
        return await self._ask(
            Call(
                "GET",
                (
                    "leerbedrijven",
                    leerbedrijf_id,
                    "detailgegevens",
                ),
                query={"fields": fields},
                header={"Namens-School": school, "Cache-Control": versheid},
                safe=True,
            )
        )

    async def zoek_leerplaatsen(
        self,
        *,
        naam: str | None = None,
        straat: str | None = None,
        plaats: str | None = None,
        postcode: str | None = None,
        afstand: int | None = None,
        crebo: str | None = None,
        opleidingsnaam: str | None = None,
        leerweg: Literal["BOL", "BBL"] | None = None,
        niveau: int | None = None,
        beschikbaar: bool | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        school: str | None = None,
        versheid: str | None = None,
    ) -> Answer[shapes.Leerplaatsen]:
        """Leerplaatsen zoeken."""
        return await self._ask(
            Call(
                "GET",
                ("leerplaatsen",),
                query={
                    "naam": naam,
                    "straat": straat,
                    "plaats": plaats,
                    "postcode": postcode,
                    "afstand": afstand,
                    "crebo": crebo,
                    "opleidingsnaam": opleidingsnaam,
                    "leerweg": leerweg,
                    "niveau": niveau,
                    "beschikbaar": beschikbaar,
                    "cursor": cursor,
                    "limit": limit,
                },
                header={"Namens-School": school, "Cache-Control": versheid},
                safe=True,
            )
        )

    def zoek_leerplaatsen_alle(
        self,
        *,
        naam: str | None = None,
        straat: str | None = None,
        plaats: str | None = None,
        postcode: str | None = None,
        afstand: int | None = None,
        crebo: str | None = None,
        opleidingsnaam: str | None = None,
        leerweg: Literal["BOL", "BBL"] | None = None,
        niveau: int | None = None,
        beschikbaar: bool | None = None,
        limit: int | None = None,
        school: str | None = None,
        versheid: str | None = None,
    ) -> AsyncIterator[shapes.LeerplaatsMetActualiteit]:
        """Leerplaatsen zoeken: alles, over alle bladzijden."""
        return each_result_async(
            lambda cursor: self.zoek_leerplaatsen(
                naam=naam,
                straat=straat,
                plaats=plaats,
                postcode=postcode,
                afstand=afstand,
                crebo=crebo,
                opleidingsnaam=opleidingsnaam,
                leerweg=leerweg,
                niveau=niveau,
                beschikbaar=beschikbaar,
                limit=limit,
                school=school,
                versheid=versheid,
                cursor=cursor,
            )
        )

    async def geef_leerplaats(
        self, leerplaats_id: str, *, school: str | None = None, versheid: str | None = None
    ) -> Answer[shapes.LeerplaatsMetActualiteit]:
        """Een leerplaats op ID."""
        return await self._ask(
            Call(
                "GET",
                (
                    "leerplaatsen",
                    leerplaats_id,
                ),
                header={"Namens-School": school, "Cache-Control": versheid},
                safe=True,
            )
        )

    async def zoek_erkenningen(
        self,
        *,
        naam: str | None = None,
        straat: str | None = None,
        plaats: str | None = None,
        postcode: str | None = None,
        afstand: int | None = None,
        crebo: str | None = None,
        opleidingsnaam: str | None = None,
        leerweg: Literal["BOL", "BBL"] | None = None,
        niveau: int | None = None,
        beschikbaar: bool | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        school: str | None = None,
        versheid: str | None = None,
    ) -> Answer[shapes.GevondenErkenningen]:
        """Erkende leerbedrijven zoeken."""
        return await self._ask(
            Call(
                "GET",
                ("erkenningen",),
                query={
                    "naam": naam,
                    "straat": straat,
                    "plaats": plaats,
                    "postcode": postcode,
                    "afstand": afstand,
                    "crebo": crebo,
                    "opleidingsnaam": opleidingsnaam,
                    "leerweg": leerweg,
                    "niveau": niveau,
                    "beschikbaar": beschikbaar,
                    "cursor": cursor,
                    "limit": limit,
                },
                header={"Namens-School": school, "Cache-Control": versheid},
                safe=True,
            )
        )

    def zoek_erkenningen_alle(
        self,
        *,
        naam: str | None = None,
        straat: str | None = None,
        plaats: str | None = None,
        postcode: str | None = None,
        afstand: int | None = None,
        crebo: str | None = None,
        opleidingsnaam: str | None = None,
        leerweg: Literal["BOL", "BBL"] | None = None,
        niveau: int | None = None,
        beschikbaar: bool | None = None,
        limit: int | None = None,
        school: str | None = None,
        versheid: str | None = None,
    ) -> AsyncIterator[shapes.GevondenErkenningMetActualiteit]:
        """Erkende leerbedrijven zoeken: alles, over alle bladzijden."""
        return each_result_async(
            lambda cursor: self.zoek_erkenningen(
                naam=naam,
                straat=straat,
                plaats=plaats,
                postcode=postcode,
                afstand=afstand,
                crebo=crebo,
                opleidingsnaam=opleidingsnaam,
                leerweg=leerweg,
                niveau=niveau,
                beschikbaar=beschikbaar,
                limit=limit,
                school=school,
                versheid=versheid,
                cursor=cursor,
            )
        )

    async def geef_abonnementen(self, *, school: str | None = None) -> Answer[shapes.Abonnementen]:
        """Uw abonnementen."""
        return await self._ask(Call("GET", ("abonnementen",), header={"Namens-School": school}, safe=True))

    async def maak_abonnement(
        self,
        soort: Literal["webhook", "sqs"],
        *,
        url: str | None = None,
        queue_arn: str | None = None,
        filter: shapes.Abonnementkeuze | None = None,
        school: str | None = None,
    ) -> Answer[shapes.AbonnementMetGeheim]:
        """Een abonnement nemen."""
        return await self._ask(
            Call(
                "POST",
                ("abonnementen",),
                header={"Namens-School": school},
                body={"soort": soort, "url": url, "queueArn": queue_arn, "filter": filter},
            )
        )

    async def geef_abonnement(
        self, abonnement_id: str, *, school: str | None = None, if_none_match: str | None = None
    ) -> Answer[shapes.Abonnement]:
        """Een abonnement."""
        return await self._ask(
            Call(
                "GET",
                (
                    "abonnementen",
                    abonnement_id,
                ),
                header={"Namens-School": school, "If-None-Match": if_none_match},
                safe=True,
            )
        )

    async def wijzig_abonnement(
        self,
        abonnement_id: str,
        *,
        if_match: str,
        url: str | None = None,
        queue_arn: str | None = None,
        filter: shapes.Abonnementkeuze | None = None,
        toestand: Literal["actief", "gepauzeerd"] | None = None,
        token: str | None = None,
        school: str | None = None,
    ) -> Answer[shapes.Abonnement]:
        """Een abonnement wijzigen."""
        return await self._ask(
            Call(
                "PATCH",
                (
                    "abonnementen",
                    abonnement_id,
                ),
                header={"If-Match": if_match, "Namens-School": school},
                body={
                    "url": url,
                    "queueArn": queue_arn,
                    "filter": filter,
                    "toestand": toestand,
                    "token": token,
                },
            )
        )

    async def beeindig_abonnement(
        self, abonnement_id: str, *, if_match: str, school: str | None = None
    ) -> Answer[None]:
        """Een abonnement beëindigen."""
        return await self._ask(
            Call(
                "DELETE",
                (
                    "abonnementen",
                    abonnement_id,
                ),
                header={"If-Match": if_match, "Namens-School": school},
            )
        )

    async def stuur_testbericht(
        self, abonnement_id: str, *, school: str | None = None
    ) -> Answer[shapes.Testuitkomst]:
        """Een testbericht sturen."""
        return await self._ask(
            Call(
                "POST",
                (
                    "abonnementen",
                    abonnement_id,
                    "testberichten",
                ),
                header={"Namens-School": school},
            )
        )

    async def lever_opnieuw(
        self, abonnement_id: str, vanaf: datetime | str, *, school: str | None = None
    ) -> Answer[shapes.Herlevering]:
        """Opnieuw afleveren vanaf een moment."""
        return await self._ask(
            Call(
                "POST",
                (
                    "abonnementen",
                    abonnement_id,
                    "herafleveringen",
                ),
                header={"Namens-School": school},
                body={"vanaf": vanaf},
            )
        )

    async def wissel_sleutel(
        self, abonnement_id: str, *, school: str | None = None
    ) -> Answer[shapes.AbonnementMetGeheim]:
        """De sleutel van een webhook wisselen."""
        return await self._ask(
            Call(
                "POST",
                (
                    "abonnementen",
                    abonnement_id,
                    "sleutelrotaties",
                ),
                header={"Namens-School": school},
            )
        )

    async def geef_afleveringen(
        self,
        abonnement_id: str,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        school: str | None = None,
    ) -> Answer[shapes.Afleveringen]:
        """Wat er is afgeleverd."""
        return await self._ask(
            Call(
                "GET",
                (
                    "abonnementen",
                    abonnement_id,
                    "afleveringen",
                ),
                query={"cursor": cursor, "limit": limit},
                header={"Namens-School": school},
                safe=True,
            )
        )

    def geef_afleveringen_alle(
        self, abonnement_id: str, *, limit: int | None = None, school: str | None = None
    ) -> AsyncIterator[shapes.Aflevering]:
        """Wat er is afgeleverd: alles, over alle bladzijden."""
        return each_result_async(
            lambda cursor: self.geef_afleveringen(abonnement_id, limit=limit, school=school, cursor=cursor)
        )

    async def geef_mutaties(
        self,
        *,
        abonnement_id: str | None = None,
        cursor: str | None = None,
        vanaf: datetime | str | None = None,
        limit: int | None = None,
        leerbedrijf_id: str | None = None,
        code: str | None = None,
        school: str | None = None,
    ) -> Answer[shapes.Mutaties]:
        """Mutaties volgen."""
        return await self._ask(
            Call(
                "GET",
                ("mutaties",),
                query={
                    "abonnementId": abonnement_id,
                    "cursor": cursor,
                    "vanaf": vanaf,
                    "limit": limit,
                    "leerbedrijfId": leerbedrijf_id,
                    "code": code,
                },
                header={"Namens-School": school},
                safe=True,
            )
        )

    async def geef_mutatie(self, mutatie_id: str, *, school: str | None = None) -> Answer[shapes.Mutatie]:
        """Een mutatie op ID."""
        return await self._ask(
            Call(
                "GET",
                (
                    "mutaties",
                    mutatie_id,
                ),
                header={"Namens-School": school},
                safe=True,
            )
        )

    async def geef_status(self) -> Answer[shapes.Toestand]:
        """Wie is er aan zet bij een storing."""
        return await self._ask(Call("GET", ("status",), safe=True))

    async def geef_schoolstatus(self, *, school: str | None = None) -> Answer[shapes.Schoolstatus]:
        """Hoe het staat met de school bij SBB."""
        return await self._ask(
            Call(
                "GET",
                (
                    "status",
                    "school",
                ),
                header={"Namens-School": school},
                safe=True,
            )
        )

    async def geef_openapi(self, *, if_none_match: str | None = None) -> Answer[dict[str, Any]]:
        """Dit document."""
        return await self._ask(
            Call("GET", ("openapi.json",), header={"If-None-Match": if_none_match}, safe=True)
        )

    async def geef_asyncapi(self, *, if_none_match: str | None = None) -> Answer[dict[str, Any]]:
        """De wijzigingen die wij sturen, als document."""
        return await self._ask(Call("GET", ("asyncapi",), header={"If-None-Match": if_none_match}, safe=True))
