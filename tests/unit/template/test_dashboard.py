"""`template.yaml`: the dashboard is one that CloudWatch takes, and shows what is measured.

"Dashboard Body Structure and Syntax", CloudWatch API Reference.
"""

import json
import re
from itertools import combinations
from typing import Any, Final

import jsonschema
import pytest
from stagemarkt import metrics
from stagemarkt.metrics import Figure

from tests.unit.template import RESOURCES, of_type

PROPERTIES: Final = RESOURCES["Overzicht"]["Properties"]
BODY: Final[str] = PROPERTIES["DashboardBody"]["Fn::Sub"][0]
# What the variables of the text are with everything on.
MORE: Final = {
    name: value["Fn::If"][1]["Fn::Sub"] for name, value in PROPERTIES["DashboardBody"]["Fn::Sub"][1].items()
}
PSEUDO: Final = {"AWS::Region": "eu-central-1", "AWS::StackName": "stapel"}
FIGURES: Final = {value.name: value for value in vars(metrics).values() if isinstance(value, Figure)}
# What AWS documents of its own services, under the dimension that is used here.
OF_AWS: Final = {
    ("AWS/ApiGateway", "ApiName"): {"Count", "4XXError", "5XXError", "Latency", "IntegrationLatency"},
    ("AWS/SQS", "QueueName"): {"ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"},
    ("AWS/Lambda", "FunctionName"): {
        "Invocations",
        "Errors",
        "Throttles",
        "Duration",
        "ConcurrentExecutions",
    },
}
OF_TYPE: Final = {"QueueName": "AWS::SQS::Queue", "FunctionName": "AWS::Serverless::Function"}
STATISTIC: Final = re.compile(r"Sum|Average|Minimum|Maximum|SampleCount|p\d{1,2}(\.\d+)?")
_PLACE: Final = {
    "x": {"type": "integer", "minimum": 0, "maximum": 23},
    "y": {"type": "integer", "minimum": 0},
    "width": {"type": "integer", "minimum": 1, "maximum": 24},
    "height": {"type": "integer", "minimum": 1, "maximum": 1000},
}
_LINE: Final = {
    "type": "object",
    "properties": {"label": {"type": "string"}, "value": {"type": "number"}},
    "required": ["value"],
}
_BY_TYPE: Final[dict[str, dict[str, Any]]] = {
    "text": {"required": ["markdown"], "properties": {"markdown": {"type": "string", "minLength": 1}}},
    "alarm": {
        "required": ["alarms", "title"],
        "properties": {
            "alarms": {"type": "array", "minItems": 1, "maxItems": 100},
            "title": {"type": "string"},
        },
    },
    "log": {
        "required": ["query", "region", "title", "view"],
        "properties": {
            "query": {"type": "string", "pattern": "^SOURCE '"},
            "region": {"type": "string"},
            "title": {"type": "string"},
            "view": {"enum": ["table", "timeSeries", "bar", "pie"]},
        },
    },
    "metric": {
        "required": ["metrics", "region", "title", "view", "stat", "period"],
        "properties": {
            "metrics": {"type": "array", "minItems": 1, "maxItems": 500},
            "region": {"type": "string"},
            "title": {"type": "string"},
            "view": {"enum": ["timeSeries", "singleValue", "gauge", "bar", "pie", "table"]},
            "stat": {"type": "string"},
            "period": {"type": "integer", "multipleOf": 60},
            "stacked": {"type": "boolean"},
            "setPeriodToTimeRange": {"type": "boolean"},
            "yAxis": {"type": "object"},
            "annotations": {
                "type": "object",
                "properties": {"horizontal": {"type": "array", "items": _LINE}},
                "additionalProperties": False,
            },
        },
    },
}
SCHEMA: Final = {
    "type": "object",
    "required": ["widgets"],
    "additionalProperties": False,
    "properties": {
        "start": {"type": "string", "pattern": r"^-P(\d+[DWM]|T\d+[MH])$"},
        "periodOverride": {"enum": ["auto", "inherit"]},
        "widgets": {
            "type": "array",
            "maxItems": 500,
            "items": {
                "oneOf": [
                    {
                        "type": "object",
                        "required": ["type", "x", "y", "width", "height", "properties"],
                        "additionalProperties": False,
                        "properties": {
                            **_PLACE,
                            "type": {"const": kind},
                            "properties": {"type": "object", "additionalProperties": False, **properties},
                        },
                    }
                    for kind, properties in _BY_TYPE.items()
                ]
            },
        },
    },
}


def _filled(text: str) -> str:
    """As CloudFormation fills it in; what a resource gives is written as its reference."""
    text = re.sub(r"\$\{(\w+)\}", lambda name: MORE.get(name[1], name[0]), text)
    return re.sub(r"\$\{([\w:.]+)\}", lambda name: PSEUDO.get(name[1], f"<{name[1]}>"), text)


DASHBOARD: Final[dict[str, Any]] = json.loads(_filled(BODY))
WIDGETS: Final[list[dict[str, Any]]] = DASHBOARD["widgets"]
METRICS: Final[list[list[Any]]] = [
    metric
    for widget in WIDGETS
    for metric in widget["properties"].get("metrics", ())
    if isinstance(metric[0], str)
]
# Words of the queries' language.
LANGUAGE: Final = set(
    re.findall(r"\w+", "SOURCE filter and stats count sum pct latest as by sort desc limit")
)
LOG_FIELDS: Final = {
    "verzoek": {"message", "school", "duurMs", *FIGURES},
    "sbb": {"message", "school", "duurMs", "code", "SbbMis"},
    "aflevering": {"message", "school", "abonnementId", "mislukt", "opzij", "einde"},
}


def test_cloudwatch_takes_it() -> None:
    """The body is JSON of the documented form, also without what there is only by parameter."""
    jsonschema.validate(DASHBOARD, SCHEMA, jsonschema.Draft202012Validator)
    without = json.loads(re.sub(r"\$\{(Doelalarmen|Innamealarmen)\}", "", BODY))
    assert len(without["widgets"]) == len(WIDGETS)


def test_each_reference_is_there() -> None:
    """Each `${…}` is a pseudo parameter, a resource, or a variable of the text."""
    names = {name.split(".")[0] for name in re.findall(r"\$\{([\w:.]+)\}", BODY + "".join(MORE.values()))}
    assert names - PSEUDO.keys() - MORE.keys() - RESOURCES.keys() == set()


def test_no_widget_lies_on_another() -> None:
    """The grid has 24 columns; within it each widget has its own place, and no row is left open."""
    areas = [
        {(x, y) for x in range(w["x"], w["x"] + w["width"]) for y in range(w["y"], w["y"] + w["height"])}
        for w in WIDGETS
    ]
    assert all(w["x"] + w["width"] <= 24 for w in WIDGETS)
    assert [pair for pair in combinations(range(len(areas)), 2) if areas[pair[0]] & areas[pair[1]]] == []
    taken = set().union(*areas)
    assert len(taken) == 24 * (max(y for _, y in taken) + 1)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: f"{metric[1]}-{metric[3]}")
def test_each_metric_is_measured(metric: list[Any]) -> None:
    """Ours is a figure of the code, with its one dimension; another's is documented by AWS."""
    namespace, name, dimension, value, options = metric
    if namespace == PSEUDO["AWS::StackName"]:
        assert name in FIGURES
        assert (dimension, value) == ("service", metrics.SERVICE)
    else:
        assert name in OF_AWS[namespace, dimension]
        resource = value.strip("<>").removesuffix(".QueueName")
        found = RESOURCES.get(resource, {"Type": None})["Type"]
        assert (value, None) == ("stapel", OF_TYPE.get(dimension)) or found == OF_TYPE[dimension]
    assert STATISTIC.fullmatch(options.get("stat", "Sum"))


def test_each_figure_is_shown() -> None:
    """What is measured, and paid for, is looked at."""
    assert {metric[1] for metric in METRICS if metric[0] == "stapel"} == set(FIGURES)


def test_expressions_use_what_is_there() -> None:
    """An expression uses ids of its own widget, each of which stands once."""
    for widget in WIDGETS:
        lines = widget["properties"].get("metrics", ())
        ids = [line[-1]["id"] for line in lines if isinstance(line[-1], dict) and "id" in line[-1]]
        assert len(ids) == len(set(ids))
        for expression in [line[0]["expression"] for line in lines if isinstance(line[0], dict)]:
            assert set(re.findall(r"\b[a-z]\w*", expression)) <= set(ids)


def test_queries_ask_for_fields_that_lines_have() -> None:
    """The queries per school read fields of the lines that they filter."""
    queries = [w["properties"]["query"] for w in WIDGETS if w["type"] == "log"]
    assert len(queries) == 3
    for query in queries:
        (event,) = re.findall(r'message = "(\w+)"', query)
        made = set(re.findall(r"as (\w+)", query))
        words = set(re.findall(r"[A-Za-z]\w+", re.sub(r"'[^']*'|\"[^\"]*\"", "", query)))
        own = {
            "SOURCE",
            "filter",
            "and",
            "stats",
            "count",
            "sum",
            "pct",
            "latest",
            "as",
            "by",
            "sort",
            "desc",
        }
        assert words - made - own - {"limit"} <= LOG_FIELDS[event]


def test_every_alarm_is_seen() -> None:
    """Each alarm that tells somebody stands in the first widget; a part of another does not."""
    (widget,) = [w for w in WIDGETS if w["type"] == "alarm"]
    shown = [arn.strip("<>").removesuffix(".Arn") for arn in widget["properties"]["alarms"]]
    telling = {
        name for name, alarm in of_type("AWS::CloudWatch::Alarm").items() if alarm.get("ActionsEnabled", True)
    }
    assert sorted(shown) == sorted(telling | set(of_type("AWS::CloudWatch::CompositeAlarm")))


def test_its_name_has_the_stack_and_the_region() -> None:
    """An account has one list of dashboards for all regions."""
    assert PROPERTIES["DashboardName"] == {"Fn::Sub": "${AWS::StackName}-${AWS::Region}"}
