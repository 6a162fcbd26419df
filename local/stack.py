"""The whole stack at home: SBB's simulator (or another endpoint), the emulated AWS, the deployment, a key."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from stagemarkt.domain.access import Aangeboden, lees_sleutel, nieuwe_sleutel
from stagemarkt_cli.files import lees_tekst

from local import changed_settings, deployment, door, ministack, processes, setup
from local.intakes import Intake
from local.processes import Lopend, StartteNiet
from local.receivers import Ontvangers
from local.sbb_connection import SbbAansluiting, andere_sbb, start_simulator
from local.settings import Instellingen
from local.stack_file import Stand, bewaar_stand, lees_stand
from local.writing import alleen, lees_json, schrijf_json


class Stapel:
    """One local stack, with its state in `instellingen.werkmap`: `stack.json`, and our own `proces.json`."""

    def __init__(self, instellingen: Instellingen, meld: Callable[[str], None] = print) -> None:
        self._i = instellingen
        self._meld = meld
        self._proces = instellingen.werkmap / "proces.json"
        self.stack_json = instellingen.werkmap / "stack.json"

    def omhoog(self) -> dict[str, Any]:
        """Start what does not run yet, deploy what has changed, and give what is in `stack.json`."""
        self._i.werkmap.mkdir(parents=True, exist_ok=True)
        with alleen(self._i.werkmap / "slot", self._meld):
            vroeger = lees_stand(self._proces)
            gezegd = changed_settings.beschrijf(self._i)
            if vroeger.gezegd == gezegd and self._draait(vroeger):
                self._meld("The stack is up already.")
                return lees_json(self.stack_json)
            # Before what runs is stopped: it must not have been for nothing.
            self._eis_poorten(vroeger)
            self._zeg_wat_weggaat(vroeger, gezegd)
            self._ruim_op(vroeger)
            nieuw = Stand(
                self._i.aws_poort or _kies_weer(vroeger.aws_poort),
                secrets.token_urlsafe(16),
                vroeger.ontvangerpoorten,
                _kies_weer(vroeger.intake_poort),
                [],
                gezegd,
            )
            try:
                stack = self._start(nieuw)
            except BaseException:
                # Half a stack is nobody's friend.
                self._ruim_op(lees_stand(self._proces))
                raise
            schrijf_json(self.stack_json, stack)
            return stack

    def omlaag(self) -> bool:
        """Stop everything, and say first what goes with it; False when there was nothing to stop."""
        if not self._i.werkmap.is_dir():
            return False
        with alleen(self._i.werkmap / "slot", self._meld):
            stand = lees_stand(self._proces)
            er_was = bool(stand.processen)
            if er_was:
                self._meld("\n".join(("Stopping the stack.", *changed_settings.WEG)))
            self._ruim_op(stand)
            return er_was

    def uitgerold(self) -> tuple[deployment.Aws, deployment.Uitgerold]:
        """The emulated AWS and what is deployed to it, while it is up."""
        stack = lees_json(self.stack_json)
        aws = deployment.Aws(stack["awsEndpointUrl"])
        return aws, deployment.Uitgerold(stack["apiUrl"], deployment.uitvoer(aws))

    def _draait(self, stand: Stand) -> bool:
        return (
            self.stack_json.exists()
            and bool(stand.processen)
            and all(processes.leeft(lopend) for lopend in stand.processen)
            and ministack.antwoordt(stand.aws_poort, stand.merk)
        )

    def _ruim_op(self, stand: Stand) -> None:
        # Nobody must find the addresses of a stack that has gone.
        self.stack_json.unlink(missing_ok=True)
        for lopend in stand.processen:
            processes.stop(lopend)
        self._proces.unlink(missing_ok=True)

    def _eis_poorten(self, vroeger: Stand) -> None:
        """The ports that were asked for must be free, or be those of what is stopped now."""
        eigen = {poort for lopend in vroeger.processen for poort in processes.poorten(lopend)}
        for naam, poort in (("AWS_PORT", self._i.aws_poort), ("SBB_PORT", self._i.sbb_poort)):
            if poort is None or poort in eigen:
                continue
            if not processes.is_toegestaan(poort):
                raise StartteNiet(
                    f"{naam}: port {poort} is kept by this system for others; take one above 1023"
                )
            if not processes.is_vrij(poort):
                raise StartteNiet(f"{naam}: port {poort} is in use by another program")

    def _zeg_wat_weggaat(self, vroeger: Stand, gezegd: Mapping[str, str]) -> None:
        if not any(map(processes.leeft, vroeger.processen)):
            return
        redenen = changed_settings.anders(vroeger.gezegd, gezegd) or ["a part of it does not run any more"]
        regels = ("The stack that runs is stopped, and started anew:", *(f"- {reden}" for reden in redenen))
        self._meld("\n".join((*regels, *changed_settings.WEG)))

    def _start(self, nieuw: Stand) -> dict[str, Any]:
        def onthoud(lopend: Lopend) -> None:
            # Written at once: whatever happens to us, the next one finds it.
            nieuw.processen.append(lopend)
            bewaar_stand(self._proces, nieuw)

        if self._i.sbb is None:
            self._meld("Starting the simulator of SBB …")
            sbb = start_simulator(self._i.werkmap, self._i.sbb_poort, onthoud)
        else:
            sbb = andere_sbb(self._i.sbb)
        self._meld("Starting the emulated AWS …")
        wens = door.wens(deployment.lees_sjabloon(), self._i.api_tegelijk)
        ministack.start(nieuw.aws_poort, nieuw.merk, wens, self._i.werkmap, onthoud)
        aws = deployment.Aws(f"http://localhost:{nieuw.aws_poort}")
        self._meld("Deploying template.yaml …")
        ontvangers = Ontvangers.in_map(self._i.werkmap, nieuw.ontvangerpoorten)
        nieuw = nieuw._replace(ontvangerpoorten=ontvangers.poorten)
        bewaar_stand(self._proces, nieuw)
        intake = self._intake(nieuw.intake_poort, sbb)
        termijn = {"SbbTermijn": str(self._i.sbb_termijn)} if self._i.sbb_termijn else {}
        parameters = termijn | {
            "CacheMode": self._i.cache_mode,
            "SbbSignaalcodes": self._i.signaalcodes,
            "LimietPerAfnemer": self._i.limiet_per_afnemer,
            **dict(self._i.bewaking),
            "SbbUrl": sbb.url,
            "SbbOin": sbb.ontvanger_oin,
            **sbb.extra,
            **ontvangers.parameters(),
            **intake.parameters(),
        }
        uitgerold = deployment.rol_uit(aws, parameters)
        school, waarschuwingen = setup.lees_school(sbb.certificaat, sbb.sleutel, sbb.licentie, sbb.brin)
        for waarschuwing in waarschuwingen:
            self._meld(f"Warning: {waarschuwing}.")
        beheer = setup.beheer_van(aws, uitgerold)
        setup.bewaar_ca(beheer, lees_tekst(sbb.ca))
        setup.bewaar_school(beheer, school)
        sleutel = self._sleutel()
        setup.bewaar_demo(beheer, sleutel, school.brin)
        stack = _stack(uitgerold.api_url, aws.eindpunt, sleutel, school.brin, sbb)
        intake.start(aws.eindpunt, uitgerold.uitvoer, onthoud)
        if self._i.sbb is None:
            # The simulated SBB alone: another one is not asked for anything unasked.
            setup.abonneer(aws, uitgerold, school.brin)
        return stack | intake.in_stack() | ontvangers.in_stack()

    def _intake(self, poort: int, sbb: SbbAansluiting) -> Intake:
        pki = self._i.werkmap / "sbb" / "pki"
        if self._i.sbb is None:
            return Intake(
                poort, self._i.werkmap, pki, sbb.ca, (pki / "sbb-client.pem", pki / "sbb-client.key")
            )
        # Another SBB has a client certificate of its own, by whoever signs SBB.
        return Intake(poort, self._i.werkmap, self._i.werkmap / "intake" / "pki", sbb.ca, None)

    def _sleutel(self) -> Aangeboden:
        """The demo key of this folder: the same each time, so that a pasted example keeps working."""
        bestand = self._i.werkmap / "demo-sleutel.json"
        bekend = lees_sleutel(f"Bearer {lees_json(bestand).get('sleutel', '')}")
        if bekend is None:
            bekend = nieuwe_sleutel()
            schrijf_json(bestand, {"sleutel": bekend.sleutel})
        return bekend


def _stack(api_url: str, aws_url: str, sleutel: Aangeboden, brin: str, sbb: SbbAansluiting) -> dict[str, Any]:
    """What `stack.json` holds, but for receivers and the intake."""
    return {
        "apiUrl": api_url,
        "apiKey": sleutel.sleutel,
        "schoolBrin": brin,
        "awsEndpointUrl": aws_url,
        "sbbUrl": sbb.url,
        "sbbCa": str(sbb.ca),
        "sbbClientCert": str(sbb.certificaat),
        "sbbClientKey": str(sbb.sleutel),
    }


def _kies_weer(poort: int) -> int:
    """The port of last time, if there was one and it is free; else any."""
    return poort if poort > 0 and processes.is_vrij(poort) else processes.vrije_poort()
