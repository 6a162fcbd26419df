"""`template.yaml`: a function that comes back to itself by way of queues is allowed to, and no other is.

Lambda counts the links of a chain of invocations and stops it after about 16 ("Use Lambda recursive loop
detection to prevent infinite loops", Lambda Developer Guide); the message then ends in the dead-letter queue.
"""

from tests.unit.template import FUNCTIONS, as_list, of_type, reader_of, statements_of

READERS = {
    source["EventSourceArn"]["Fn::GetAtt"][0]: reader_of(source)
    for source in of_type("AWS::Lambda::EventSourceMapping").values()
}


def _woken_by(function: str) -> set[str]:
    """The functions that read a queue of ours that this one may send to."""
    return {
        READERS[queue]
        for statement in statements_of(function)
        if "sqs:SendMessage" in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
        for queue in as_list(resource.get("Fn::GetAtt", []))[:1]
        if queue in READERS
    }


def _comes_back(function: str) -> bool:
    """Whether a chain of invocations can lead from this function to itself."""
    seen: set[str] = set()
    ahead = _woken_by(function)
    while ahead - seen:
        seen |= ahead
        ahead = {after for one in ahead for after in _woken_by(one)}
    return function in seen


def test_what_comes_back_to_itself_may() -> None:
    """Exactly the functions on a loop are exempt: on any other a loop is a slip, and Lambda stops it."""
    exempt = {name for name, function in FUNCTIONS.items() if function.get("RecursiveLoop") == "Allow"}
    assert exempt == {name for name in FUNCTIONS if _comes_back(name)}
    assert exempt == {"Afleveraar"}


def test_a_loop_has_one_link_at_a_time() -> None:
    """What is exempt reads one message of a group at a time, and never takes all of the account.

    So a chain that would not end costs one worker per abonnement, and an alarm cannot be outrun.
    """
    queues, sources = of_type("AWS::SQS::Queue"), of_type("AWS::Lambda::EventSourceMapping")
    for source in sources.values():
        if FUNCTIONS[reader_of(source)].get("RecursiveLoop") == "Allow":
            assert queues[source["EventSourceArn"]["Fn::GetAtt"][0]]["FifoQueue"] is True
            assert source["BatchSize"] == 1
            assert source["ScalingConfig"]["MaximumConcurrency"] <= 50
