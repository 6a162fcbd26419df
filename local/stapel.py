"""The whole stack at home: SBB's simulator (or another endpoint), the emulated AWS, the deployment, a key."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from stagemarkt.domein.toegang import Aangeboden, lees_sleutel, nieuwe_sleutel

from local import deur, inrichting, ministack, pakket, processen, uitrol
from local.aansluiting import SbbAansluiting, andere_sbb, start_simulator
from local.instellingen import Instellingen
from local.intakes import Intake
from local.ontvangers import Ontvangers
from local.processen import Lopend, StartteNiet
from local.schrijven import alleen, lees_json, schrijf_json
from local.stand import Stand, bewaar_stand, lees_stand


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
            stand = self._stand()
            if vroeger.stand == stand and self._draait(vroeger):
                self._meld("The stack is up already.")
                return lees_json(self.stack_json)
            self._ruim_op(vroeger)
            poort = self._kies_poort(vroeger)
            nieuw = Stand(
                stand,
                poort,
                secrets.token_urlsafe(16),
                vroeger.ontvangerpoorten,
                _kies_weer(vroeger.intake_poort),
                [],
            )
            try:
                stack = self._start(nieuw)
            except BaseException:
                # Half a stack is nobody's friend.
                self._ruim_op(lees_stand(self._proces))
                raise
            schrijf_json(self.stack_json, stack)
            return stack

    def omlaag(self) -> None:
        """Stop everything. What was emulated is gone; the key and the PKI stay for the next time."""
        if self._i.werkmap.is_dir():
            with alleen(self._i.werkmap / "slot", self._meld):
                self._ruim_op(lees_stand(self._proces))

    def uitgerold(self) -> tuple[uitrol.Aws, uitrol.Uitgerold]:
        """The emulated AWS and what is deployed to it, while it is up."""
        stack = lees_json(self.stack_json)
        aws = uitrol.Aws(stack["awsEndpointUrl"])
        return aws, uitrol.Uitgerold(stack["apiUrl"], uitrol.uitvoer(aws))

    def _stand(self) -> str:
        # A certificate that was renewed in place is another stack; none of it is readable here.
        som = hashlib.sha256(f"{pakket.vingerafdruk()} {self._i}".encode())
        if self._i.sbb is not None:
            som.update(self._i.sbb.licentie.encode())
            for bestand in (self._i.sbb.ca, self._i.sbb.certificaat, self._i.sbb.sleutel):
                som.update(bestand.read_bytes())
        return som.hexdigest()

    def _draait(self, stand: Stand) -> bool:
        return (
            self.stack_json.exists()
            and bool(stand.processen)
            and all(processen.leeft(lopend) for lopend in stand.processen)
            and ministack.antwoordt(stand.aws_poort, stand.merk)
        )

    def _ruim_op(self, stand: Stand) -> None:
        # Nobody must find the addresses of a stack that has gone.
        self.stack_json.unlink(missing_ok=True)
        for lopend in stand.processen:
            processen.stop(lopend)
        self._proces.unlink(missing_ok=True)

    def _kies_poort(self, vroeger: Stand) -> int:
        """The ports that were asked for must be free; else that of last time, so that URLs keep working."""
        for naam, poort in (("AWS_PORT", self._i.aws_poort), ("SBB_PORT", self._i.sbb_poort)):
            if poort is not None and not processen.is_vrij(poort):
                raise StartteNiet(f"{naam}: port {poort} is in use by another program")
        if self._i.aws_poort is not None:
            return self._i.aws_poort
        return _kies_weer(vroeger.aws_poort)

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
        wens = deur.wens(uitrol.lees_sjabloon(), self._i.api_tegelijk)
        ministack.start(nieuw.aws_poort, nieuw.merk, wens, self._i.werkmap, onthoud)
        aws = uitrol.Aws(f"http://localhost:{nieuw.aws_poort}")
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
        uitgerold = uitrol.rol_uit(aws, parameters)
        school, waarschuwingen = inrichting.lees_school(sbb.certificaat, sbb.sleutel, sbb.licentie, sbb.brin)
        for waarschuwing in waarschuwingen:
            self._meld(f"Warning: {waarschuwing}.")
        beheer = inrichting.beheer_van(aws, uitgerold)
        inrichting.bewaar_ca(beheer, sbb.ca.read_text())
        inrichting.bewaar_school(beheer, school)
        sleutel = self._sleutel()
        inrichting.bewaar_demo(beheer, sleutel, school.brin)
        stack = _stack(uitgerold.api_url, aws.eindpunt, sleutel, school.brin, sbb)
        intake.start(aws.eindpunt, uitgerold.uitvoer, onthoud)
        if self._i.sbb is None:
            # The simulated SBB alone: another one is not asked for anything unasked.
            inrichting.abonneer(aws, uitgerold, school.brin)
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
    return poort if poort > 0 and processen.is_vrij(poort) else processen.vrije_poort()
