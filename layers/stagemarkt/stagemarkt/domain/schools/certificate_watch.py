"""The daily watch over certificates: whom to warn of what, a pure decision; and the round past them all."""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from stagemarkt.domain.guard.refusals import Warner
from stagemarkt.domain.schools.warnings import SBB, onbruikbaar, verloopt
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.certificates import Certificaatbron, Gezien
from stagemarkt.ports.records import Records, Refused
from stagemarkt.ports.standing import Certificaatstand, Schooltoestand, Waarschuwer, Waarschuwing

# Days left at which an operator is warned, once each; 0 is expired.
DREMPELS: Final = (60, 30, 14, 7, 0)
DAG: Final = 86_400


class Bevinding(NamedTuple):
    """What to keep of a school, and what to tell the operator, if anything."""

    stand: Certificaatstand | None
    onbruikbaar: str | None
    waarschuwing: Waarschuwing | None


def dagen_over(geldig_tot: int, nu: int) -> int:
    """Whole days that a certificate is still valid, rounded up; 0 when it is not."""
    return max(0, -((nu - geldig_tot) // DAG))


def drempel_van(geldig_tot: int, nu: int) -> int | None:
    """The lowest threshold that has been reached; None when the end is further off than the first."""
    dagen = dagen_over(geldig_tot, nu)
    return min((drempel for drempel in DREMPELS if dagen <= drempel), default=None)


def beoordeel(school: str, gezien: Gezien, was: Schooltoestand, nu: int) -> Bevinding:
    """Judge what was seen of `school` at `nu` against what was known of it.

    Each threshold is told once per certificate, and only the lowest that was reached; a secret that is of
    no use is told once per reason.
    """
    if gezien.onbruikbaar is not None:
        nieuw = gezien.onbruikbaar != was.onbruikbaar
        return Bevinding(None, gezien.onbruikbaar, onbruikbaar(school, gezien.onbruikbaar) if nieuw else None)
    bekend = was.certificaat
    zelfde = bekend is not None and bekend.vingerafdruk == gezien.vingerafdruk
    gewaarschuwd = bekend.gewaarschuwd_bij if bekend is not None and zelfde else None
    drempel = drempel_van(gezien.geldig_tot, nu)
    waarschuwing = None
    if drempel is not None and (gewaarschuwd is None or drempel < gewaarschuwd):
        waarschuwing = verloopt(school, gezien.geldig_tot, dagen_over(gezien.geldig_tot, nu))
        gewaarschuwd = drempel
    stand = Certificaatstand(
        gezien.vingerafdruk,
        gezien.geldig_van,
        gezien.geldig_tot,
        nu,
        gewaarschuwd,
        gezien.vorig_tot,
        gezien.licentiemerk,
    )
    return Bevinding(stand, None, waarschuwing)


class Ronde(NamedTuple):
    """What a round came to: how many secrets were looked at, warned of, and could not be looked at."""

    bekeken: int
    gewaarschuwd: int
    mislukt: int


class Wacht:
    """Goes past the secrets and tells the operator what must be told.

    Args:
        bron: shows the certificates.
        records: what is known of each school.
        waarschuwer: tells the operator.
        meld: told of a school that could not be looked at; the round goes on.
    """

    def __init__(
        self,
        bron: Certificaatbron,
        records: Records,
        waarschuwer: Waarschuwer,
        meld: Callable[[str, OpslagFout], None],
    ) -> None:
        self._bron = bron
        self._records = records
        self._waarschuwer = waarschuwer
        self._meld = meld

    def loop(self, nu: int, scholen: Iterable[str] | None = None) -> Ronde:
        """One round at `nu` (seconds since 1970) past these schools; past all of them, and SBB, unless named.

        Raises:
            OpslagFout: which schools there are cannot be known.
        """
        bekeken = gewaarschuwd = mislukt = 0
        for school in [*self._bron.scholen(), SBB] if scholen is None else scholen:
            try:
                gewaarschuwd += self._bekijk(school, nu)
                bekeken += 1
            except Exception as fout:  # noqa: BLE001 - one school's secret keeps nobody from the others
                mislukt += 1
                self._meld(school, fout if isinstance(fout, OpslagFout) else OpslagFout(type(fout).__name__))
        return Ronde(bekeken, gewaarschuwd, mislukt)

    def _bekijk(self, school: str, nu: int) -> int:
        was = self._records.school(school).standing
        bevinding = beoordeel(school, self._bron.bekijk(school), was, nu)
        # Told first, kept after: what goes wrong in between is told twice, never not at all.
        if bevinding.waarschuwing is not None:
            self._waarschuwer.waarschuw(bevinding.waarschuwing)
        self._records.keep_certificate(school, bevinding.stand, bevinding.onbruikbaar)
        warner = Warner(self._records, lambda: self._waarschuwer, self._meld)
        # What a function saw refused, and could not tell.
        verzwegen = [
            soort
            for soort, weigering in was.weigeringen.items()
            if weigering.gewaarschuwd_op is None
            and warner.warn(school, Refused(soort, weigering.signaalcode, weigering.merk), was, nu)
        ]
        return len(verzwegen) + (bevinding.waarschuwing is not None)
