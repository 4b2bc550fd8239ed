"""What the model is asked to answer: the JSON schema it is given, and the check of what came back.

The schema is passed as a dict and the answer checked here, so that a bad answer stays at hand for the repair prompt.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

# kind of claim → the roles its operands may have
ROLES: dict[str, tuple[str, ...]] = {
    "amount": ("current", "prior", "planned", "executed"),
    "change": ("current", "prior", "delta", "rate"),
    "share": ("part", "whole", "share"),
    "completion": ("planned", "executed", "completion"),
}
_ALL_ROLES = tuple(dict.fromkeys(role for roles in ROLES.values() for role in roles))
_MOST_CLAIMS = 12

Text = Annotated[str, Field(max_length=2000)]


class _Part(BaseModel):
    # what a model adds is not read; a number written as a JSON number is the text of its digits
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class ProposedOperand(_Part):
    """A number in its role: as printed in the text, the id of the figure it stands for, or both."""

    role: Text
    number: Text | None = None
    figure: Text | None = None


class ProposedClaim(_Part):
    quote: Text
    kind: Literal["amount", "change", "share", "completion"]
    item: Text
    operands: Annotated[list[ProposedOperand], Field(max_length=8)]


class Answer(_Part):
    claims: Annotated[list[ProposedClaim], Field(max_length=_MOST_CLAIMS)]


def answer_schema(numbers: Sequence[str], figure_ids: Sequence[str]) -> dict[str, Any]:
    """The JSON schema of an answer that may speak of the numbers printed and refer to the figures on offer."""
    operand = _object(
        role={"type": "string", "enum": list(_ALL_ROLES)},
        number=_one_of(numbers),
        figure=_one_of(figure_ids),
    )
    claim = _object(
        quote={"type": "string"},
        kind={"type": "string", "enum": list(ROLES)},
        item={"type": "string"},
        operands={"type": "array", "items": operand},
    )
    return {
        "title": "claims",
        "description": "Claims about figures that the paragraph makes",
        **_object(claims={"type": "array", "items": claim}),
    }


def _one_of(texts: Sequence[str]) -> dict[str, Any]:
    nothing = {"type": "null"}
    return {"anyOf": [{"type": "string", "enum": list(dict.fromkeys(texts))}, nothing]} if texts else nothing


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
