"""The looks at persons, attacked: each column, looks deleted, put in and exchanged, and their head."""

from dataclasses import dataclass

CHANGED = {
    "position": "position + 100",
    "looked_at": "looked_at + interval '1 microsecond'",
    "login": "'somebody'",
    "actor": "'b.case'",
    "event": "'opened'",
    "subjects": "ARRAY['P-000009-X']",
    "found_by": "'bsn'",
    "purpose": "'court order'",
    "device": "'desk-8'",
    "result": "'refused'",
    "written_in": "written_in + 1",
    "seal": "sha256(seal)",
}


@dataclass(frozen=True, slots=True)
class OnLooks:
    """What is done, and the first bad position that is named: of four looks, with the heads of the second and the last kept
    outside. Where everything after it is sealed again, that is the next one that was kept."""

    name: str
    does: str
    first: int


def attacks() -> list[OnLooks]:
    """All of them, on the third look of four."""
    return [*_columns(), *_rows(), *_head()]


def _columns() -> list[OnLooks]:
    found = []
    for column, value in CHANGED.items():
        change = f"UPDATE vault.look SET {column} = {value} WHERE position = 3"
        found.append(OnLooks(f"{column} changed", change, 3))
        if column not in ("position", "seal"):
            again = f"{change}; SELECT attacker.seal_looks(3)"
            found.append(OnLooks(f"{column} changed, everything after it sealed again", again, 4))
    return found


def _rows() -> list[OnLooks]:
    up = (
        "UPDATE vault.look SET position = -position WHERE position > 2;"
        "UPDATE vault.look SET position = -position - 1 WHERE position < 0"
    )
    forged = (
        "INSERT INTO vault.look SELECT 5, looked_at, login, actor, event, subjects, found_by, purpose, device, result, written_in,"
        " seal FROM vault.look WHERE position = 4"
    )
    swap = "".join(
        f"UPDATE vault.look SET position = {to} WHERE position = {place};" for place, to in ((1, 9), (3, 1), (9, 3))
    )
    return [
        OnLooks("a look deleted", "DELETE FROM vault.look WHERE position = 3", 3),
        OnLooks(
            "a look deleted, the others moved up and sealed again",
            f"DELETE FROM vault.look WHERE position = 3; {up}; SELECT attacker.seal_looks(3)",
            4,
        ),
        OnLooks("the last look deleted", "DELETE FROM vault.look WHERE position = 4", 4),
        OnLooks(
            "the last looks deleted, the head moved back",
            "DELETE FROM vault.look WHERE position > 2; SELECT attacker.set_look_head()",
            3,
        ),
        OnLooks("all looks deleted, the head as of none", "DELETE FROM vault.look; SELECT attacker.set_look_head()", 1),
        OnLooks("a look put behind the head", forged, 5),
        OnLooks("two looks that change places", swap, 1),
        OnLooks("two looks that change places, sealed again", f"{swap} SELECT attacker.seal_looks(1)", 2),
    ]


def _head() -> list[OnLooks]:
    head = "UPDATE vault.look_head SET"
    return [
        OnLooks("the head of the looks set back", f"{head} position = 3", 4),
        OnLooks("the head of the looks set forward", f"{head} position = 5", 5),
        OnLooks("the head of the looks with another seal", f"{head} seal = sha256(seal)", 5),
        OnLooks("the head of the looks with another time", f"{head} looked_at = looked_at - interval '1 hour'", 4),
        OnLooks("the looks of another ledger", f"{head} ledger_id = gen_random_uuid()", 1),
        OnLooks(
            "the looks of another ledger, sealed again",
            f"{head} ledger_id = gen_random_uuid(); SELECT attacker.seal_looks(1)",
            1,
        ),
    ]
