"""Named fakes of the ports around mutaties, in memory."""

from collections.abc import Callable, Iterator, Sequence

from stagemarkt.model.errors import OpslagFout
from stagemarkt.model.mutatie import Mutatie, mutatie_id_van
from stagemarkt.ports.mutaties import Aanname, Afgekeurd, Berichtkop
from stagemarkt.ports.sbb_subscriptions import BekendAbonnement


class Breekpunt:
    """Counts steps, and breaks before (or after) the one that it was told to."""

    def __init__(self, bij: int = 0, *, erna: bool = False) -> None:
        self.bij = bij
        self.erna = erna
        self.stap = 0

    def om(self, doe: Callable[[], None]) -> None:
        """Take a step: fail before it is done, or when it has been done and nobody hears so."""
        self.stap += 1
        if self.stap == self.bij and not self.erna:
            raise OpslagFout("broken before")
        doe()
        if self.stap == self.bij:
            raise OpslagFout("broken after")


class NepOpslag:
    """The store of mutaties."""

    def __init__(self, breekpunt: Breekpunt | None = None) -> None:
        self.breekpunt = breekpunt or Breekpunt()
        self.berichten: dict[str, tuple[Berichtkop, Aanname]] = {}
        self.mutaties: dict[str, Mutatie] = {}

    def neem_aan(self, kop: Berichtkop, nu: float) -> Aanname:
        """As the port says."""
        nieuw = (kop, Aanname(kop.controlegetal, nu, afgerond=False))
        self.breekpunt.om(lambda: self.berichten.update({kop.bericht_id: nieuw, **self.berichten}))
        return self.berichten[kop.bericht_id][1]

    def bewaar(self, mutaties: Sequence[Mutatie]) -> None:
        """As the port says."""
        for mutatie in mutaties:
            bekend = self.mutaties.get(mutatie.mutatie_id, mutatie)
            assert bekend == mutatie, "what has an id never changes"
            self.breekpunt.om(lambda m=mutatie: self.mutaties.update({m.mutatie_id: m}))  # type: ignore[misc]

    def rond_af(self, bericht_id: str) -> None:
        """As the port says."""
        kop, aanname = self.berichten[bericht_id]
        self.breekpunt.om(lambda: self.berichten.update({bericht_id: (kop, aanname._replace(afgerond=True))}))

    def lees(self, mutatie_id: str) -> Mutatie | None:
        """As the port says."""
        return self.mutaties.get(mutatie_id)

    def lees_alle(self, mutatie_ids: Sequence[str]) -> Sequence[Mutatie]:
        """As the port says."""
        return [self.mutaties[m] for m in mutatie_ids if m in self.mutaties]

    def doorloop(self, school: str, vanaf: float) -> Iterator[Mutatie]:
        """As the port says."""
        for kop, aanname in sorted(self.berichten.values(), key=lambda paar: paar[1].gelogd_op):
            if kop.school == school and aanname.gelogd_op >= vanaf:
                yield from self.lees_alle(
                    [mutatie_id_van(kop.bericht_id, positie + 1) for positie in range(kop.aantal)]
                )


class NepWachtrij:
    """The queue: what is in it, one name for each batch at most once (as FIFO queues do for minutes)."""

    def __init__(self, breekpunt: Breekpunt | None = None) -> None:
        self.breekpunt = breekpunt or Breekpunt()
        self.geplaatst: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.keren = 0

    def plaats(self, school: str, mutatie_ids: Sequence[str], kenmerk: str) -> None:
        """As the port says."""
        self.keren += 1
        inhoud = (school, tuple(mutatie_ids))
        self.breekpunt.om(lambda: self.geplaatst.update({kenmerk: inhoud}))


class NepAfkeurboek:
    """What was refused."""

    def __init__(self, fout: Exception | None = None, breekpunt: Breekpunt | None = None) -> None:
        self.fout = fout
        self.breekpunt = breekpunt or Breekpunt()
        self.boek: list[Afgekeurd] = []

    def keur_af(self, afgekeurd: Afgekeurd) -> None:
        """As the port says."""
        if self.fout is not None:
            raise self.fout
        self.boek.append(afgekeurd)

    def houd_apart(self, mutaties: Sequence[Afgekeurd]) -> None:
        """As the port says."""
        namen = {een.kenmerk for een in mutaties}
        nieuw = [een for een in self.boek if een.kenmerk not in namen] + [*mutaties]
        self.breekpunt.om(lambda: self._zet(nieuw))

    def vergeet(self, kenmerk: str) -> None:
        """As the port says."""
        self.breekpunt.om(lambda: self._zet([een for een in self.boek if een.kenmerk != kenmerk]))

    def _zet(self, boek: Sequence[Afgekeurd]) -> None:
        self.boek = [*boek]

    def afgekeurde(self) -> Iterator[Afgekeurd]:
        """As the port says."""
        return iter(self.boek)


class NepAbonnementenboek:
    """The subscriptions that we made."""

    def __init__(self, *abonnementen: BekendAbonnement, fout: Exception | None = None) -> None:
        self.boek = {abonnement.abonnement_id: abonnement for abonnement in abonnementen}
        self.fout = fout

    def onthoud(self, abonnement: BekendAbonnement) -> None:
        """As the port says."""
        self._breek()
        self.boek.setdefault(abonnement.abonnement_id, abonnement)

    def vergeet(self, abonnement_id: str) -> None:
        """As the port says."""
        self._breek()
        self.boek.pop(abonnement_id, None)

    def vind(self, abonnement_id: str) -> BekendAbonnement | None:
        """As the port says."""
        self._breek()
        return self.boek.get(abonnement_id)

    def alle(self) -> Sequence[BekendAbonnement]:
        """As the port says."""
        self._breek()
        return list(self.boek.values())

    def _breek(self) -> None:
        if self.fout is not None:
            raise self.fout
