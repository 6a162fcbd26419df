"""Mutaties that were set apart because they could not be read: taken in once they can be."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from stagemarkt.adapters.dynamodb.mutaties import Mutatietabel
from stagemarkt.adapters.dynamodb.rejects import Afkeurtabel
from stagemarkt.adapters.soap.incoming.mutatie_message import NietGeldig, herlees_mutatie
from stagemarkt.adapters.sqs.processing import Verwerkrij
from stagemarkt.domain.changes.intake import herneem
from stagemarkt.model.mutatie import Plaats
from stagemarkt.ports.mutaties import ONLEESBARE_MUTATIE

if TYPE_CHECKING:
    from stagemarkt.ports.mutaties import Afgekeurd

    from stagemarkt_cli.aws.stack import Stapel


class Hernomen(NamedTuple):
    """How many were taken in, and of the others how often which element still cannot be read."""

    aangenomen: int
    onleesbaar: Mapping[str, int]


class Apart:
    """What a deployed stack has set apart."""

    def __init__(self, stapel: "Stapel") -> None:
        dynamodb, tabel = stapel.client("dynamodb"), stapel.uitvoer("MutatiesTabel")
        self._boek = Afkeurtabel(dynamodb, tabel)
        self._opslag = Mutatietabel(dynamodb, tabel)
        self._wachtrij = Verwerkrij(stapel.client("sqs"), stapel.uitvoer("VerwerkingWachtrij"))

    def herneem(self, school: str | None) -> Hernomen:
        """Take in what can be read now, of this school or of all, in the order in which it came.

        Raises:
            OpslagFout: not, or not wholly, done; again is no harm.
        """
        apart = [een for een in self._boek.afgekeurde() if een.reden == ONLEESBARE_MUTATIE]
        aangenomen, onleesbaar = 0, Counter[str]()
        for een in sorted(apart, key=lambda een: (een.eerst_op, een.bericht_id or "", een.positie or 0)):
            if school not in {None, een.school}:
                continue
            try:
                mutatie = herlees_mutatie(een.inhoud, _plaats(een), een.eerst_op)
            except NietGeldig as fout:
                onleesbaar[str(fout)] += 1
                continue
            herneem(mutatie, een.kenmerk, self._opslag, self._wachtrij, self._boek)
            aangenomen += 1
        return Hernomen(aangenomen, onleesbaar)


def _plaats(een: "Afgekeurd") -> Plaats:
    # A mutatie was set apart only where all of these were known.
    return Plaats(een.bericht_id or "", een.abonnement_id or "", een.school or "", een.positie or 0)
