"""The API and the vocabulary as reference pages: plain data for templates, made from OpenAPI and ontology."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import ontology


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    place: str
    required: bool
    type: str
    default: str
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    summary: str
    description: str
    parameters: Sequence[Parameter]
    body: str
    answer: str


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one tag."""

    name: str
    operations: Sequence[Operation]


def groups(document: Mapping[str, Any]) -> list[Group]:
    """An OpenAPI document's operations by tag, in its order."""
    found: dict[str, list[Operation]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            found.setdefault(operation["tags"][0], []).append(_operation(method, path, operation))
    return [Group(name, operations) for name, operations in found.items()]


def quads() -> dict[str, list[str]]:
    """Relation types by quad class, in the order of PLOVER; standing facts last."""
    order = [*dict.fromkeys(ontology.PLOVER.values()), ontology.FACT]
    return {quad: [name for name, type in ontology.TYPES.items() if type.quad == quad] for quad in order}


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> Operation:
    body = operation.get("requestBody", {}).get("content", {})
    answer: Mapping[str, Any] = next(
        (one for status, one in operation["responses"].items() if status.startswith("2")), {}
    )
    media: Mapping[str, Any] = next(iter(answer.get("content", {}).values()), {})
    return Operation(
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        parameters=[_parameter(one) for one in operation.get("parameters", ())],
        body=", ".join(body),
        answer=_type(media.get("schema", {})) or "a file",
    )


def _parameter(parameter: Mapping[str, Any]) -> Parameter:
    schema = parameter["schema"]
    default = schema.get("default")
    return Parameter(
        name=parameter["name"],
        place=parameter["in"],
        required=parameter.get("required", False),
        type=_type(schema),
        default="" if default in (None, []) else str(default),
        description=parameter.get("description", ""),
    )


def _type(schema: Mapping[str, Any]) -> str:
    """A schema in a few words: string, list of VISITS | …, EntityRecord."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"] if one.get("type") != "null")
    if "enum" in schema:
        values = [str(one) for one in schema["enum"]]
        return " | ".join(values[:6]) + (f" | … ({len(values)})" if len(values) > 6 else "")
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if not schema:
        return ""
    limits = [f"{word} {schema[key]}" for key, word in (("minimum", "≥"), ("maximum", "≤")) if key in schema]
    return " ".join([str(schema.get("format") or schema.get("type", "any")), *limits])
