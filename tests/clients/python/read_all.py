"""Reads each answer as the generated client does, and prints what it has of it."""

import importlib
import json
import sys
from pathlib import Path

models = importlib.import_module("stagemarkt_facade_client.models")
read = {
    answer["naam"]: getattr(models, answer["model"]).from_dict(answer["inhoud"]).to_dict()
    for answer in json.loads(Path(sys.argv[1]).read_text())
}
json.dump(read, sys.stdout)
