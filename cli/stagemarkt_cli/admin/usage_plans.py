"""Usage plans at API Gateway: one per afnemer, with a key of its own by which usage is counted.

That key is no credential: the authorizer hands it to API Gateway, no caller knows or sends it.
"""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from stagemarkt.model.toegang import Afnemer, Limiet

if TYPE_CHECKING:
    from types_boto3_apigateway.client import APIGatewayClient
    from types_boto3_apigateway.type_defs import UsagePlanTypeDef

STAGE: Final = "v1"
# Stack `a` with afnemer `b-c`, and `a-b` with `c`, have plans of one name: the tag says whose it is.
_STACK: Final = "stagemarkt-stapel"


class UsagePlans:
    """The usage plans of the API `api_id`, named after the stack."""

    def __init__(self, client: "APIGatewayClient", api_id: str, this_stack: str) -> None:
        self._client = client
        self._api_id = api_id
        self._stack = this_stack

    def ensure(self, afnemer: Afnemer) -> str:
        """Make the plan of this afnemer as it should be, and give the value of its key."""
        plan = self._plan(afnemer.id)
        if plan is None:
            plan_id = self._client.create_usage_plan(
                name=self._name(afnemer.id),
                apiStages=[{"apiId": self._api_id, "stage": STAGE}],
                throttle={"rateLimit": afnemer.limiet.tempo, "burstLimit": afnemer.limiet.uitschieter},
                quota={"limit": afnemer.limiet.dagquotum, "period": "DAY"},
                tags={_STACK: self._stack},
            )["id"]
        else:
            plan_id = plan["id"]
            self._set_up(plan, afnemer.limiet)
        sleutel = next(self._sleutels(plan_id), None)
        return sleutel or self._new_sleutel(afnemer.id, plan_id)

    def remove(self, afnemer_id: str) -> bool:
        """Remove the plan of this afnemer, and its keys; False when there is none."""
        plan = self._plan(afnemer_id)
        if plan is None:
            return False
        for sleutel in self._client.get_usage_plan_keys(usagePlanId=plan["id"]).get("items", []):
            with suppress(self._client.exceptions.NotFoundException):
                self._client.delete_api_key(apiKey=sleutel["id"])
        stages = [f"{stage['apiId']}:{stage['stage']}" for stage in plan.get("apiStages", [])]
        if stages:
            # A plan that a stage still counts by cannot be deleted.
            self._client.update_usage_plan(
                usagePlanId=plan["id"],
                patchOperations=[{"op": "remove", "path": "/apiStages", "value": stage} for stage in stages],
            )
        self._client.delete_usage_plan(usagePlanId=plan["id"])
        return True

    def _set_up(self, plan: "UsagePlanTypeDef", limiet: Limiet) -> None:
        values = {
            "/throttle/rateLimit": limiet.tempo,
            "/throttle/burstLimit": limiet.uitschieter,
            "/quota/limit": limiet.dagquotum,
        }
        self._client.update_usage_plan(
            usagePlanId=plan["id"],
            patchOperations=[
                {"op": "replace", "path": path, "value": str(value)} for path, value in values.items()
            ],
        )
        own = {"apiId": self._api_id, "stage": STAGE}
        if not any(own.items() <= stage.items() for stage in plan.get("apiStages", [])):
            # The stack was made anew, with another API, and kept its table.
            addition = {"op": "add", "path": "/apiStages", "value": f"{self._api_id}:{STAGE}"}
            self._client.update_usage_plan(usagePlanId=plan["id"], patchOperations=[addition])  # type: ignore[list-item]  # op is one of its words

    def _new_sleutel(self, afnemer_id: str, plan_id: str) -> str:
        value = secrets.token_hex(20)
        sleutel = self._client.create_api_key(name=self._name(afnemer_id), enabled=True, value=value)
        self._client.create_usage_plan_key(usagePlanId=plan_id, keyId=sleutel["id"], keyType="API_KEY")
        return value

    def _sleutels(self, plan_id: str) -> Iterator[str]:
        for sleutel in self._client.get_usage_plan_keys(usagePlanId=plan_id).get("items", []):
            yield self._client.get_api_key(apiKey=sleutel["id"], includeValue=True)["value"]

    def _plan(self, afnemer_id: str) -> "UsagePlanTypeDef | None":
        name = self._name(afnemer_id)
        sheets = self._client.get_paginator("get_usage_plans").paginate()
        everything = (plan for sheet in sheets for plan in sheet.get("items", []))
        return next((plan for plan in everything if plan["name"] == name and self._is_own(plan)), None)

    def _is_own(self, plan: "UsagePlanTypeDef") -> bool:
        return plan.get("tags", {}).get(_STACK, self._stack) == self._stack

    def _name(self, afnemer_id: str) -> str:
        return f"{self._stack}-{afnemer_id}"
