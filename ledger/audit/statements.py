"""The statements of schema.sql one by one, and what each defines."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

_PIECE: Final = re.compile(r"--[^\n]*|'(?:[^']|'')*'|(\$\w*\$).*?\1|;", re.DOTALL)
_BEFORE: Final = re.compile(r"\A(?:\s|--[^\n]*(?:\n|\Z))*")
_DEFINES: Final = re.compile(r"CREATE OR REPLACE (FUNCTION|VIEW) (\w+)\.(\w+)")
_BODY: Final = re.compile(r"AS (\$\w*\$)(.*)\1\s*\Z", re.DOTALL)
_TRIGGER: Final = re.compile(
    r"CREATE OR REPLACE TRIGGER (\w+)\s+(BEFORE|AFTER) ([\w ]+?)\s+ON (\w+\.\w+)\s(.*)EXECUTE FUNCTION (\w+\.\w+)",
    re.DOTALL,
)
_ADDED: Final = re.compile(r"SET (\w+) = .*?FROM (\(\s*VALUES.*\)) AS \w+ \((\w+), \w+\)", re.DOTALL)


class Definition(NamedTuple):
    """A function or view of this release: its statement, and the body of a function that is kept as it was written."""

    kind: str
    schema: str
    name: str
    statement: str

    @property
    def full_name(self) -> str:
        """With its schema."""
        return f"{self.schema}.{self.name}"

    @property
    def body(self) -> str | None:
        """Between the dollars; None where the server keeps no text but what it understood of it."""
        found = _BODY.search(self.statement)
        return found[2] if found else None

    @property
    def head(self) -> str:
        """What is said before the body."""
        return self.statement.split(" AS $", 1)[0].split("\nAS $", 1)[0]


class Trigger(NamedTuple):
    """A trigger of this release, on a table that is not made anew."""

    name: str
    table: str
    function: str
    before: bool
    events: frozenset[str]
    each_row: bool
    conditional: bool


@cache
def statements(text: str) -> tuple[str, ...]:
    """Each statement without the comments before it and the semicolon after it."""
    return tuple(_parted(text))


def _parted(text: str) -> Iterator[str]:
    start = 0
    for piece in _PIECE.finditer(text):
        if piece[0] == ";":
            statement = text[start : piece.start()]
            if "BEGIN ATOMIC" in statement and not statement.rstrip().endswith("END"):
                continue
            start = piece.end()
            yield statement[_BEFORE.match(statement).end() :]  # type: ignore[union-attr]


def definitions(text: str) -> Iterator[Definition]:
    """Every function and view, those that another function makes as well."""
    for statement in statements(text):
        found = _DEFINES.search(statement)
        if found is None:
            continue
        if statement.startswith("CREATE"):
            made = Definition(found[1], found[2], found[3], statement)
            yield made
            if made.name == "make_views" and made.body:
                yield from definitions(made.body)
        elif found[1] == "VIEW":
            yield Definition(found[1], found[2], found[3], statement[found.start() :])


def triggers(text: str) -> Iterator[Trigger]:
    """Every trigger that stays; each fires always."""
    for statement in statements(text):
        if found := _TRIGGER.match(statement):
            name, time, events, table, how, function = found.groups()
            yield Trigger(
                name,
                table,
                function,
                time == "BEFORE",
                frozenset(events.split(" OR ")),
                "EACH ROW" in how,
                "WHEN (" in how,
            )


def rows_of(text: str, table: str) -> str:
    """The query that gives the rows which this release puts in a table of its own, with a column that it fills afterwards."""
    start = f"INSERT INTO {table} "
    (statement,) = (one for one in statements(text) if one.startswith(start))
    columns, query = re.match(r"\(([\w, ]+)\)\s*(.*)", statement.removeprefix(start), re.DOTALL).groups()  # type: ignore[union-attr]
    query = query.split("\nON CONFLICT", 1)[0]
    filled = f"SELECT * FROM ({query}) AS given ({columns})"
    for more in (one for one in statements(text) if one.startswith(f"UPDATE {table} ")):
        column, rows, known = _ADDED.search(more).groups()  # type: ignore[union-attr]
        filled = (
            f"SELECT f.*, later.{column} FROM ({filled}) f LEFT JOIN {rows} AS later (name, {column}) USING ({known})"
        )
    return filled
