"""What `make up` and `make down` do, and how they say it."""

import argparse
import sys
from contextlib import closing
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from stagemarkt_cli.api.access import ApiAccess
from stagemarkt_cli.api.smoke_test import WRONG, SmokeTest
from stagemarkt_cli.views.checklist import show_check
from stagemarkt_cli.views.screens import make_screens

from local import settings
from local.deployment.cloudformation import DeploymentFailed
from local.emulator.ministack import python
from local.stack.local_stack import LocalStack
from local.stack.processes import DidNotStart

_LONGEST = 4000


def main() -> int:
    """Run one command; 0 when it did what it should."""
    reader = argparse.ArgumentParser(prog="python -m local", description="The whole stack on this machine.")
    reader.add_argument("opdracht", choices=["up", "down"])
    command = reader.parse_args().opdracht
    try:
        if command == "down":
            # A setting that is wrong must not keep a stack up.
            work_dir = settings.read_work_folder()
            was_there = LocalStack(settings.Settings(work_dir)).down()
            print("The stack is down." if was_there else f"There was no stack in {work_dir}.")
            return 0
        return _up()
    except settings.InvalidSetting as error:
        print(f"make up: these settings are not right:\n{error}", file=sys.stderr)
        return 1
    except (DidNotStart, DeploymentFailed, BotoCoreError, ClientError, OSError) as error:
        # A refusal of AWS can quote the whole template.
        print(f"make {command}: {str(error)[:_LONGEST]}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"make {command}: stopped; nothing that it started is left running.", file=sys.stderr)
        return 130


def _up() -> int:
    if not python().exists():
        print("Run `make up`: it installs what is needed first.", file=sys.stderr)
        return 1
    parsed = settings.read()
    with closing(LocalStack(parsed)) as this_stack:
        stack = this_stack.up()
        print(_example(stack, str(this_stack.stack_json), _origin(parsed.sbb)))
    return _check(stack)


def _check(stack: dict[str, Any]) -> int:
    """What `stagemarkt controleer` says, without a question to SBB: it may be the real one. 0 when good."""
    screens = make_screens()
    try:
        results = list(SmokeTest(ApiAccess(stack["apiUrl"], stack["apiKey"]), stack["schoolBrin"]).run())
    except KeyboardInterrupt:
        print("make up: the check was broken off; the stack is up.", file=sys.stderr)
        return 130
    if all(result.uitkomst == "goed" for result in results):
        print(f"Checked from outside, as `stagemarkt controleer` does: {len(results)} parts, all good.")
        return 0
    for result in results:
        show_check(screens.out, result)
    if not any(result.uitkomst in WRONG for result in results):
        return 0
    print("make up: the stack is up, and not all of it does what it should.", file=sys.stderr)
    return 1


def _origin(sbb: settings.OtherSbb | None) -> str:
    if sbb is not None:
        return f"What it tells comes from {sbb.url}: it can be about real people."
    return (
        "Its leerbedrijven, people, numbers and schools are made up; crebos, keuzedelen and towns are real."
    )


def _example(stack: dict[str, Any], file: str, origin: str) -> str:
    return f"""
The API answers at {stack["apiUrl"]}
Read and try it at {stack["apiUrl"]}/docs
Addresses, key and certificates are in {file}. `make down` stops it all.
{origin}

Paste this:

  curl -s -H "Authorization: Bearer {stack["apiKey"]}" \\
    "{stack["apiUrl"]}/leerbedrijven/900000001"

Or, from this folder:  .venv/bin/stagemarkt zoek --plaats amersfoort
"""
