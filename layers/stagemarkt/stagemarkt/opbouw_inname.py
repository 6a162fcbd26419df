"""Ties the ports of the intake to their adapters. All is needed each time, so nothing is imported late."""

import time
from functools import cached_property

from stagemarkt import settings
from stagemarkt.adapters.dynamodb.afkeuringen import Afkeurtabel
from stagemarkt.adapters.dynamodb.mutaties import Mutatietabel
from stagemarkt.adapters.dynamodb.sbb_abonnementen import Abonnementtabel
from stagemarkt.adapters.dynamodb.verbinding import maak_geduldige_client
from stagemarkt.adapters.soap.ontvangen.taal import SoapOntvangst
from stagemarkt.adapters.sqs import verbinding as sqs
from stagemarkt.adapters.sqs.verwerking import Verwerkrij
from stagemarkt.domein.innemen import Inname
from stagemarkt.web.inname import Balie


class Innameopbouw:
    """The intake's ports, built once, on first use."""

    @cached_property
    def balie(self) -> Balie:
        """What the way in works with."""
        van, tabel, client = settings.afzender(), settings.mutatietabel(), maak_geduldige_client()
        return Balie(
            inname=Inname(
                opslag=Mutatietabel(client, tabel),
                wachtrij=Verwerkrij(sqs.maak_client(), settings.verwerkrij()),
                abonnementen=Abonnementtabel(client, tabel),
                sbb_oin=van.oin,
                afkeurboek=Afkeurtabel(client, tabel),
            ),
            taal=SoapOntvangst(van.namespace, van.soapaction, van.oin, settings.intake_url()),
            klok=time.time,
        )
