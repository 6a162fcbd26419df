"""What the command asks of AWS while it runs, and whether docs/iam/beheer.json allows it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from tests.unit.requests import ROOT

POLICY: Final = json.loads((ROOT / "docs" / "iam" / "beheer.json").read_text())
ALLOWED: Final = {
    action
    for statement in POLICY["Statement"]
    for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
}
_SERVICES: Final = {"DynamoDB": "dynamodb", "SQS": "sqs", "Secrets Manager": "secretsmanager"}
_METHODS: Final = frozenset({"GET", "POST", "PATCH", "PUT", "DELETE"})
# An item of a transaction is allowed by what it does.
_IN_TRANSACTION: Final = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}


class RecordedRights:
    """Notes, while it is on, which actions of IAM each call of a client takes."""

    def __init__(self) -> None:
        self.actions: set[str] = set()
        self._on = False

    def watch(self, client: Any) -> Any:
        """The client, watched from now on."""
        client.meta.events.register("before-call", self._note)
        return client

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Within it calls are noted; at its end each must be one that the operator's policy allows."""
        self._on = True
        try:
            yield
        finally:
            self._on = False
        assert sorted(self.actions - ALLOWED) == []

    def _note(self, model: Any, params: Mapping[str, Any], **_: object) -> None:
        if self._on:
            self.actions |= actions_of(model.service_model.service_id, model, params)


def actions_of(service: str, model: Any, params: Mapping[str, Any]) -> set[str]:
    """By what IAM calls them."""
    if service == "API Gateway":
        return {f"apigateway:{model.http['method']}"} & {f"apigateway:{name}" for name in _METHODS}
    if model.name == "TransactWriteItems":
        items = json.loads(params["body"])["TransactItems"]
        return {f"dynamodb:{_IN_TRANSACTION[kind]}" for item in items for kind in item}
    if service == "Lambda" and model.name == "Invoke":
        return {"lambda:InvokeFunction"}
    prefix = _SERVICES.get(service, model.service_model.signing_name)
    return {f"{prefix}:{model.name}"}
