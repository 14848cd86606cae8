"""The file beside the CSV, as JSON: totals, the digest of the CSV, and how every amount was calculated."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from ledger.calculation.segment import Segment
from projections.specification.document import Specification, file_name
from projections.specification.row import VERSION, Profile, Row


def write(specification: Specification, csv: bytes) -> bytes:
    """The JSON that belongs to this CSV file of the specification, in UTF-8. Amounts are cents.

    Profile B leaves the wage value out of the segments, as it does in the rows.
    """
    document = {
        "versie": VERSION,
        "specificatienummer": specification.number,
        "profiel": specification.profile,
        "bestand": f"{file_name(specification)}.csv",
        "sha256": hashlib.sha256(csv).hexdigest(),
        **_totals(specification.rows),
        "betaalkenmerken": [_payment(reference, rows) for reference, rows in _by_reference(specification).items()],
        "berekeningen": {
            row_id: [_segment(segment, specification.profile) for segment in segments]
            for row_id, segments in specification.traces.items()
        },
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _by_reference(specification: Specification) -> dict[str, list[Row]]:
    by_reference: dict[str, list[Row]] = {}
    for row in specification.rows:
        by_reference.setdefault(row.reference, []).append(row)
    return by_reference


def _payment(reference: str, rows: list[Row]) -> dict[str, Any]:
    return {
        "betaalkenmerk": reference,
        "gemeentecode": rows[0].municipality,
        "betaaldatum": rows[0].execution_day.isoformat(),
        **_totals(rows),
    }


def _totals(rows: Iterable[Row]) -> dict[str, int]:
    listed = list(rows)
    return {
        "regels": len(listed),
        "zaken": len({row.case for row in listed}),
        "subsidie_excl_centen": sum(row.subsidy_cents for row in listed),
        "werkgeverslasten_centen": sum(row.charges_cents for row in listed),
        "bedrag_totaal_centen": sum(row.total_cents for row in listed),
    }


def _segment(segment: Segment, profile: Profile) -> dict[str, Any]:
    return segment.model_dump(mode="json", exclude={"wage_value"} if profile == "B" else None)
