"""The table of kept answers of a stack, from outside."""

import gzip
import json

from stagemarkt.adapters.dynamodb.cache import AnswerTable
from stagemarkt.adapters.dynamodb.cache_invalidation import AnswerInvalidator
from stagemarkt.adapters.dynamodb.cache_items import as_item, key_of_answer
from stagemarkt.ports.cache import AnswerKey
from stagemarkt.web.output.rendering import actualiteit
from stagemarkt.web.response import json_document

from local.sbb.register import examples
from local.stack.local_stack import LocalStack
from tests.unit.fakes.cache import any_content

SCHOOL = "99XX"
DAY = 86_400


class CacheTable:
    """The table of kept answers, from outside."""

    def __init__(self, this_stack: LocalStack) -> None:
        aws, deployed = this_stack.deployed()
        self.dynamodb = aws.client("dynamodb")
        self.naam = deployed.output["AntwoordenTabel"]
        self.table = AnswerTable(self.dynamodb, self.naam, any_content)
        self.invalidator = AnswerInvalidator(self.dynamodb, self.naam)

    def make_older(self, seconds: int, leerbedrijf_id: str = examples.SHOWPIECE) -> None:
        """Let what is kept of this leerbedrijf be so much older, as an answer says it too."""
        sleutel = AnswerKey(SCHOOL, f"leerbedrijf#{leerbedrijf_id}", "identificatie")
        kept = self.table.read(sleutel).answer
        assert kept is not None
        moment = kept.opgehaald_op - seconds
        content = {**json.loads(gzip.decompress(kept.body)), "actualiteit": actualiteit(moment, "cache")}
        older = as_item(kept._replace(body=gzip.compress(json_document(content)), opgehaald_op=moment), 0)
        self.dynamodb.update_item(
            TableName=self.naam,
            Key=key_of_answer(sleutel),
            UpdateExpression="SET opgehaaldOp = :o, lichaam = :l, controle = :c",
            ExpressionAttributeValues={
                f":{name[0]}": older[name] for name in ("opgehaaldOp", "lichaam", "controle")
            },
        )
