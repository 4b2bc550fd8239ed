"""The key of a request, for the cache and for recorded answers: model, prompt, schema, input and method, nothing else."""

import hashlib
import json
from typing import Any

from audit.proposals.endpoint import Messages


def request_key(identity: str, messages: Messages, schema: dict[str, Any], method: str) -> str:
    return hashed(json.dumps([identity, messages, schema, method], ensure_ascii=False))


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
