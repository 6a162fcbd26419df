"""Figures of the deployed stack: what each kind of request gives, and what the dashboard looks for."""

import json
from collections import defaultdict
from contextlib import closing
from typing import Any, Final

import pytest

from local.sbb.register import examples
from local.stack.local_stack import LocalStack
from tests.cloudwatch.embedded_metrics import MetricPoint, read_points
from tests.e2e.client import FacadeClient

pytestmark = pytest.mark.usefixtures("empty_cache")
PATH: Final = f"/leerbedrijven/{examples.SHOWPIECE}"


def _logged(this_stack: LocalStack) -> list[dict[str, Any]]:
    """Each line of JSON in any log of the functions."""
    aws, _ = this_stack.deployed()
    lines = list[dict[str, Any]]()
    with closing(aws.client("logs")) as logs:
        for group in logs.describe_log_groups()["logGroups"]:
            for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"]):
                texts = (event["message"].strip() for event in page["events"])
                lines += [json.loads(text) for text in texts if text.startswith("{")]
    return lines


def _own_metrics(this_stack: LocalStack) -> set[tuple[str, str, str, str]]:
    """What the deployed dashboard asks of what is no service of AWS: namespace, name and dimension."""
    aws, _ = this_stack.deployed()
    with closing(aws.client("cloudwatch")) as cloudwatch:
        (entry,) = cloudwatch.list_dashboards()["DashboardEntries"]
        body = cloudwatch.get_dashboard(DashboardName=entry["DashboardName"])["DashboardBody"]
    return {
        tuple(metric[:4])
        for widget in json.loads(body)["widgets"]
        for metric in widget["properties"].get("metrics", ())
        if isinstance(metric[0], str) and not metric[0].startswith("AWS/")
    }


def test_each_kind_of_request_gives_its_figures(facade: FacadeClient, this_stack: LocalStack) -> None:
    """A miss, a hit, a refusal, what is not kept, and SBB away: by the line of each, as CloudWatch reads it.

    The dashboard asks for them under the name, in the namespace and with the dimension that they have.
    """
    only_kept = {"Cache-Control": "only-if-cached"}
    asked = {
        "miss": facade.question(PATH),
        "hit": facade.question(PATH),
        "refused": facade.question(f"{PATH}?naamm=x"),
        "not kept": facade.question(f"/leerbedrijven/{examples.ABROAD}", headers=only_kept),
        "asked each time": facade.erkenning(*examples.ERKEND_CREBO),
    }
    facade.storing("http503")
    asked["away"] = facade.question(f"/leerbedrijven/{examples.ABROAD}")
    facade.restore_sbb()
    by_request = defaultdict[str, list[MetricPoint]](list)
    points = list[MetricPoint]()
    for line in _logged(this_stack):
        found = read_points(line)
        points += found
        if line.get("message") == "verzoek":
            by_request[line["verzoekId"]] += found
    figures = {
        kind: {point.name for point in by_request[answer.headers["X-Request-Id"]]}
        for kind, answer in asked.items()
    }
    assert figures == {
        "miss": {"MisserDuur"},
        "hit": {"TrefferDuur", "Ouderdom"},
        "refused": {"Geweigerd"},
        "not kept": {"Geweigerd", "FoutElders"},
        "asked each time": {"MisserDuur"},
        "away": {"FoutElders"},
    }
    measured = {(point.namespace, point.name, *pair) for point in points for pair in point.dimensions}
    assert measured <= _own_metrics(this_stack)
    assert {"SbbDuur", "SbbMis"} <= {name for _, name, _, _ in measured}
