"""The whole stack at home: SBB's simulator (or another endpoint), the emulated AWS, the deployment, a key."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from stagemarkt.domain.access import PresentedKey, new_sleutel, read_sleutel
from stagemarkt_cli.files import read_text

from local.deployment import cloudformation, first_school
from local.emulator import door, ministack
from local.intake.local_intake import LocalIntake
from local.receiver.ports import Receivers
from local.settings import Settings
from local.stack import changed_settings, processes
from local.stack.processes import DidNotStart, HeldPorts, RunningProcess
from local.stack.sbb_connection import SbbConnection, other_sbb, start_simulator
from local.stack.stack_file import StackFile, read_state, store_state
from local.stack.writing import alone, read_json, write_json


class LocalStack:
    """One local stack, with its state in `settings.work_dir`: `stack.json`, and our own `proces.json`.

    The ports that it chooses are held by this object until `down` or `close`.
    """

    def __init__(self, settings: Settings, report: Callable[[str], None] = print) -> None:
        self._i = settings
        self._report = report
        self._ports = HeldPorts()
        self._process_file = settings.work_dir / "proces.json"
        self.stack_json = settings.work_dir / "stack.json"

    def up(self) -> dict[str, Any]:
        """Start what does not run yet, deploy what has changed, and give what is in `stack.json`."""
        self._i.work_dir.mkdir(parents=True, exist_ok=True)
        with alone(self._i.work_dir / "slot", self._report):
            earlier = read_state(self._process_file)
            gezegd = changed_settings.describe(self._i)
            if earlier.gezegd == gezegd and self._is_running(earlier):
                self._report("The stack is up already.")
                return read_json(self.stack_json)
            # Before what runs is stopped: it must not have been for nothing.
            self._require_ports(earlier)
            self._tell_what_goes(earlier, gezegd)
            self._purge(earlier)
            # What was ours is free now: nobody else may have it before it is used.
            self._require_ports(earlier)
            new = StackFile(
                self._i.aws_poort or self._choose_again(earlier.aws_poort),
                secrets.token_urlsafe(16),
                earlier.ontvangerpoorten,
                self._choose_again(earlier.intake_poort),
                [],
                gezegd,
            )
            try:
                stack = self._start(new)
            except BaseException:
                # Half a stack is nobody's friend.
                self._purge(read_state(self._process_file))
                self.close()
                raise
            write_json(self.stack_json, stack)
            return stack

    def down(self) -> bool:
        """Stop everything, and say first what goes with it; False when there was nothing to stop."""
        if not self._i.work_dir.is_dir():
            return False
        with alone(self._i.work_dir / "slot", self._report):
            state = read_state(self._process_file)
            was_there = bool(state.processen)
            if was_there:
                self._report("\n".join(("Stopping the stack.", *changed_settings.GONE)))
            self._purge(state)
            self.close()
            return was_there

    def close(self) -> None:
        """Let go of the ports; what runs goes on, and listens where it does."""
        self._ports.close()

    def deployed(self) -> tuple[cloudformation.Aws, cloudformation.Deployed]:
        """The emulated AWS and what is deployed to it, while it is up."""
        stack = read_json(self.stack_json)
        aws = cloudformation.Aws(stack["awsEndpointUrl"])
        return aws, cloudformation.Deployed(stack["apiUrl"], cloudformation.output(aws))

    def _is_running(self, state: StackFile) -> bool:
        return (
            self.stack_json.exists()
            and bool(state.processen)
            and all(processes.is_alive(running) for running in state.processen)
            and ministack.answers(state.aws_poort, state.merk)
        )

    def _purge(self, state: StackFile) -> None:
        # Nobody must find the addresses of a stack that has gone.
        self.stack_json.unlink(missing_ok=True)
        for running in state.processen:
            processes.stop(running)
        self._process_file.unlink(missing_ok=True)

    def _require_ports(self, earlier: StackFile) -> None:
        """The ports that were asked for must be free, or be those of what is stopped now."""
        own = {port for running in earlier.processen for port in processes.ports(running)}
        for name, port in (("AWS_PORT", self._i.aws_poort), ("SBB_PORT", self._i.sbb_port)):
            if port is None or port in own:
                continue
            if not processes.is_allowed(port):
                raise DidNotStart(
                    f"{name}: port {port} is kept by this system for others; take one above 1023"
                )
            if not self._ports.hold(port):
                raise DidNotStart(f"{name}: port {port} is in use by another program")

    def _choose_again(self, port: int) -> int:
        """The port of last time, if there was one and it is free; else any."""
        return port if port > 0 and self._ports.hold(port) else self._ports.choose()

    def _tell_what_goes(self, earlier: StackFile, gezegd: Mapping[str, str]) -> None:
        if not any(map(processes.is_alive, earlier.processen)):
            return
        reasons = changed_settings.otherwise(earlier.gezegd, gezegd) or ["a part of it does not run any more"]
        lines = ("The stack that runs is stopped, and started anew:", *(f"- {reason}" for reason in reasons))
        self._report("\n".join((*lines, *changed_settings.GONE)))

    def _start(self, new: StackFile) -> dict[str, Any]:
        def remember(running: RunningProcess) -> None:
            # Written at once: whatever happens to us, the next one finds it.
            new.processen.append(running)
            store_state(self._process_file, new)

        if self._i.sbb is None:
            self._report("Starting the simulator of SBB …")
            sbb = start_simulator(self._i.work_dir, self._i.sbb_port, remember)
        else:
            sbb = other_sbb(self._i.sbb)
        self._report("Starting the emulated AWS …")
        door_settings = door.door_settings(cloudformation.read_template(), self._i.api_concurrency)
        ministack.start(new.aws_poort, new.merk, door_settings, self._i.work_dir, remember)
        aws = cloudformation.Aws(f"http://localhost:{new.aws_poort}")
        self._report("Deploying template.yaml …")
        receivers = Receivers.in_folder(self._i.work_dir, new.ontvangerpoorten, self._ports)
        new = new._replace(ontvangerpoorten=receivers.ports)
        store_state(self._process_file, new)
        intake = self._intake(new.intake_poort, sbb)
        deadline = {"SbbTermijn": str(self._i.sbb_deadline)} if self._i.sbb_deadline else {}
        parameters = deadline | {
            "CacheMode": self._i.cache_mode,
            "SbbSignaalcodes": self._i.signaalcodes,
            "LimietPerAfnemer": self._i.limiet_per_afnemer,
            **dict(self._i.guard_parameters),
            "SbbUrl": sbb.url,
            "SbbOin": sbb.receiver_oin,
            **sbb.extra,
            **receivers.parameters(),
            **intake.parameters(),
        }
        deployed = cloudformation.deploy(aws, parameters)
        school, all_warnings = first_school.read_school(sbb.certificaat, sbb.sleutel, sbb.licentie, sbb.brin)
        for warning in all_warnings:
            self._report(f"Warning: {warning}.")
        admin = first_school.admin_of(aws, deployed)
        first_school.store_ca(admin, read_text(sbb.ca))
        first_school.store_school(admin, school)
        sleutel = self._sleutel()
        first_school.store_demo(admin, sleutel, school.brin)
        stack = _stack(deployed.api_url, aws.endpoint, sleutel, school.brin, sbb)
        intake.start(aws.endpoint, deployed.output, remember)
        if self._i.sbb is None:
            # The simulated SBB alone: another one is not asked for anything unasked.
            first_school.subscribe(aws, deployed, school.brin)
        return stack | intake.in_stack() | receivers.in_stack()

    def _intake(self, port: int, sbb: SbbConnection) -> LocalIntake:
        pki = self._i.work_dir / "sbb" / "pki"
        if self._i.sbb is None:
            return LocalIntake(
                port, self._i.work_dir, pki, sbb.ca, (pki / "sbb-client.pem", pki / "sbb-client.key")
            )
        # Another SBB has a client certificate of its own, by whoever signs SBB.
        return LocalIntake(port, self._i.work_dir, self._i.work_dir / "intake" / "pki", sbb.ca, None)

    def _sleutel(self) -> PresentedKey:
        """The demo key of this folder: the same each time, so that a pasted example keeps working."""
        file = self._i.work_dir / "demo-sleutel.json"
        known = read_sleutel(f"Bearer {read_json(file).get('sleutel', '')}")
        if known is None:
            known = new_sleutel()
            write_json(file, {"sleutel": known.sleutel})
        return known


def _stack(
    api_url: str, aws_url: str, sleutel: PresentedKey, brin: str, sbb: SbbConnection
) -> dict[str, Any]:
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
