"""Deploying a stack again over what runs: another setting, without another stack."""

from local.deployment.cloudformation import STACK, Aws


def redeploy(aws: Aws, cache_mode: str) -> None:
    """With this CacheMode and nothing else; where that is what it has, nothing happens."""
    cloudformation = aws.client("cloudformation")
    (stack,) = cloudformation.describe_stacks(StackName=STACK)["Stacks"]
    parameters = {p["ParameterKey"]: p["ParameterValue"] for p in stack["Parameters"]}
    if parameters["CacheMode"] == cache_mode:
        return
    parameters["CacheMode"] = cache_mode
    cloudformation.update_stack(
        StackName=STACK,
        UsePreviousTemplate=True,
        Parameters=[{"ParameterKey": name, "ParameterValue": w} for name, w in parameters.items()],
        Capabilities=["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        Tags=stack["Tags"],
    )
    cloudformation.get_waiter("stack_update_complete").wait(
        StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
