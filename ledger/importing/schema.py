"""The JSON Schema (2020-12) of one line of a JSON Lines file, made from the table of its columns.

It says what a row may look like; what takes a check digit, the order of days, other rows or the ledger is said by the
import itself. White space around text does no harm there, and is not in the schema.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, get_args

from ledger.calculation.segment import Element
from ledger.importing import changes, columns, hours
from ledger.importing.column import Column, Limits

Name = Literal["applications", "changes", "hours"]
Schema = dict[str, Any]

NAMES: Final[tuple[Name, ...]] = get_args(Name)

_EMPTY: Final = {"enum": ["", None]}
_NUMBER: Final = r"-?[0-9]{1,12}(\.[0-9]{1,2})?"
_AMOUNT: Final = rf"[0-9]{{4}}-(0[1-9]|1[0-2]):({'|'.join(get_args(Element))}):{_NUMBER}\+{_NUMBER}"


def schema(name: Name) -> Schema:
    """The schema of a row."""
    table = _TABLES[name]
    found = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"lks import {name}",
        "description": f"One line of a JSON Lines file for lks import {name}: {_MEANINGS[name]}.",
        "type": "object",
        "additionalProperties": False,
        "properties": {column.name: _property(column) for column in table.values()},
        "required": [column.name for column in table.values() if column.needed == "always"],
    }
    if name == "applications":
        found |= _kinds(table.values())
    if name == "changes":
        found["anyOf"] = [_filled(one) for one in changes.CHANGES]
    return found


def _property(column: Column) -> Schema:
    kinds = _kind(column.limits)
    if column.needed != "always":
        kinds = [*kinds, _EMPTY]
    return {"description": column.meaning, **(kinds[0] if len(kinds) == 1 else {"anyOf": kinds})}


def _kind(limits: Limits) -> list[Schema]:
    """What a value may be."""
    match limits.kind:
        case "text":
            kinds: list[Schema] = [{"type": "string", "minLength": 1, "pattern": limits.pattern}]
            if re.search(limits.pattern, "12345678"):
                kinds.append({**_number(limits), "type": "integer"})
            return kinds
        case "day" | "month":
            pattern: Schema = {"type": "string", "pattern": limits.pattern}
            return [pattern, {"enum": list(limits.values)}] if limits.values else [pattern]
        case "number":
            return [_number(limits), {"type": "string", "pattern": limits.pattern}]
        case "flag":
            words = "|".join("".join(f"[{one.upper()}{one}]" for one in value) for value in limits.values)
            return [{"type": "boolean"}, {"type": "string", "pattern": f"^({words})$"}]
        case "choice":
            return [{"enum": list(limits.values)}]
        case "amounts":
            return [_amounts(), {"type": "string", "pattern": rf"^{_AMOUNT}([;\s]+{_AMOUNT})*[;\s]*$"}]


def _number(limits: Limits) -> Schema:
    low = {} if limits.low is None else {"minimum": limits.low}
    high = {} if limits.high is None else {"maximum": limits.high}
    return {"type": "number", **low, **high}


def _amounts() -> Schema:
    amount = [{"type": "number"}, {"type": "string", "pattern": f"^{_NUMBER}$"}]
    properties = {
        "month": {"type": "string", "pattern": columns.NAMES["paid_through"].limits.pattern},
        "element": {"enum": list(get_args(Element))},
        "subsidy": {"anyOf": amount},
        "charges": {"anyOf": amount},
    }
    return {
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": False,
            "properties": properties,
            "required": list(properties),
        },
    }


def _kinds(table: Iterable[Column]) -> Schema:
    """A row in which `paid_through` is filled is a running case, and another an application: each fills its own columns."""
    of_running = [column for column in table if column.part == "running case"]
    needed = {
        kind: [column.name for column in table if column.needed == kind] for kind in ("application", "running case")
    }
    return {
        "if": _filled("paid_through"),
        "then": _all_filled(needed["running case"]),
        "else": {
            **_all_filled(needed["application"]),
            "properties": {
                **_all_filled(needed["application"])["properties"],
                **{column.name: {"enum": ["", None, []]} for column in of_running},
            },
        },
    }


def _filled(name: str) -> Schema:
    return {"required": [name], "properties": {name: {"not": _EMPTY}}}


def _all_filled(names: Iterable[str]) -> Schema:
    wanted = list(names)
    return {"required": wanted, "properties": {name: {"not": _EMPTY} for name in wanted}}


_TABLES: Final[Mapping[Name, Mapping[str, Column]]] = {
    "applications": columns.NAMES,
    "changes": changes.COLUMNS,
    "hours": hours.COLUMNS,
}
_MEANINGS: Final[Mapping[Name, str]] = {
    "applications": "an application, or with paid_through a running case; --municipality stands in for the first column",
    "changes": "what changes in an employment from a day on; what is empty stays as it was",
    "hours": "worked hours of a case over some days",
}
