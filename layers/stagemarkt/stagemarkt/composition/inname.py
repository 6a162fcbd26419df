"""`functions/inname`: takes in what SBB brings. All is needed each time, so nothing is imported late."""

from functools import cached_property
from typing import Final

from stagemarkt import settings
from stagemarkt.adapters.client_certificate import read_client_certificate
from stagemarkt.adapters.dynamodb.mutaties import Mutatietabel
from stagemarkt.adapters.dynamodb.rejects import Afkeurtabel
from stagemarkt.adapters.dynamodb.sbb_subscriptions import Abonnementtabel
from stagemarkt.adapters.soap.incoming.receiving import SoapOntvangst
from stagemarkt.adapters.sqs import connection as sqs
from stagemarkt.adapters.sqs.processing import Verwerkrij
from stagemarkt.composition.base import Composition
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import MUTATIES, VERWERKING
from stagemarkt.domain.changes.intake import Inname
from stagemarkt.entry.intake import Balie

NEEDS: Final = Needs(
    rights=MUTATIES.may("GetItem", "PutItem", "UpdateItem", "BatchWriteItem") | VERWERKING.may("SendMessage"),
    settings=frozenset({settings.afzender, settings.intake_url}),
)


class InnamePorts(Composition):
    """The table of mutaties, and the queue of what is to be passed on."""

    needs = NEEDS

    @cached_property
    def balie(self) -> Balie:
        """What the way in works with."""
        van, client, tabel = self.setting(settings.afzender), self._geduldige_dynamodb, self.name_of(MUTATIES)
        return Balie(
            inname=Inname(
                opslag=Mutatietabel(client, tabel),
                wachtrij=Verwerkrij(sqs.maak_client(), self.name_of(VERWERKING)),
                abonnementen=Abonnementtabel(client, tabel),
                sbb_oin=van.oin,
                afkeurboek=Afkeurtabel(client, tabel),
            ),
            lees_certificaat=read_client_certificate,
            taal=SoapOntvangst(van.namespace, van.soapaction, van.oin, self.setting(settings.intake_url)),
            klok=self.klok,
        )
