"""All that an operator's commands work with, of one stack."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from stagemarkt.model.today import vandaag_in_nederland
from stagemarkt.model.toegang import Rechten, School

from stagemarkt_cli.admin.access_table import Toegangtabel
from stagemarkt_cli.admin.ending import Einde
from stagemarkt_cli.admin.school_secrets import Schoolgeheimen
from stagemarkt_cli.admin.usage_plans import Plannen
from stagemarkt_cli.messages import Melding

if TYPE_CHECKING:
    import datetime as dt

    from stagemarkt_cli.aws.stack import Stapel


@dataclass(frozen=True)
class Beheer:
    """The table, the secrets and the plans of this stack; each is only spoken to when it is needed."""

    stapel: "Stapel"
    klok: Callable[[], float] = time.time

    @property
    def nu(self) -> int:
        """Seconds since 1970."""
        return int(self.klok())

    @property
    def vandaag(self) -> "dt.date":
        """In Europe/Amsterdam."""
        return vandaag_in_nederland(self.klok())

    @cached_property
    def tabel(self) -> Toegangtabel:
        """Schools, afnemers, toegang and keys."""
        return Toegangtabel(self.stapel.client("dynamodb"), self.stapel.uitvoer("ToegangTabel"))

    @cached_property
    def einde(self) -> Einde:
        """The abonnementen of who was removed."""
        tabel, uitgaand = self.stapel.uitvoer("AbonnementenTabel"), self.stapel.uitvoer("UitgaandTabel")
        return Einde(self.stapel.client("dynamodb"), tabel, uitgaand)

    @cached_property
    def geheimen(self) -> Schoolgeheimen:
        """Licences and certificates."""
        return Schoolgeheimen(
            self.stapel.client("secretsmanager"),
            self.stapel.uitvoer("GeheimenVoorvoegsel"),
            self.stapel.uitvoer("VersleutelingArn"),
        )

    @cached_property
    def plannen(self) -> Plannen:
        """Limits."""
        return Plannen(self.stapel.client("apigateway"), self.stapel.uitvoer("ApiId"), self.stapel.naam)

    @cached_property
    def peper(self) -> bytes:
        """What the hashes of keys are made with."""
        kluis = self.stapel.client("secretsmanager")
        tekst: str = kluis.get_secret_value(SecretId=self.stapel.uitvoer("PeperGeheim"))["SecretString"]
        return tekst.encode()

    def eis_school(self, brin: str) -> School:
        """The school with this BRIN. Raises Melding when it is not known here."""
        school = self.tabel.school(brin)
        if school is None:
            raise Melding(
                f"School {brin} is hier niet bekend.",
                f"Voeg haar eerst toe: stagemarkt school toevoegen {brin}",
            )
        return school

    def eis_afnemer(self, afnemer_id: str) -> Rechten:
        """The afnemer with this id. Raises Melding when it is not known here."""
        rechten = self.tabel.rechten(afnemer_id)
        if rechten is None:
            raise Melding(
                f"Afnemer {afnemer_id} is hier niet bekend.",
                f"Zie `stagemarkt afnemer lijst`, of: stagemarkt afnemer toevoegen {afnemer_id}",
            )
        return rechten
