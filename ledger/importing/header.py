"""The row with the names of the columns: which of them do not exist, stand there twice, or are missing."""

from collections.abc import Sequence

from ledger.importing.findings import unknown
from ledger.importing.layout import Layout
from ledger.refusal import Misuse


def check_header(header: Sequence[str], layout: Layout, line: int = 1) -> None:
    """Raises Misuse that names everything that is wrong with it."""
    complaints = [unknown(name, layout.names) for name in header if name not in layout.names]
    complaints += [f"column {name} is there twice." for name in layout.names if header.count(name) > 1]
    if missing := [name for name in layout.needed(header) if name not in header]:
        complaints.append(f"missing: {', '.join(missing)}.")
        if "municipality" in missing:
            complaints.append("(--municipality can say the municipality of all rows.)")
    if complaints:
        raise Misuse(f"line {line}: {' '.join(complaints)}", field="FILE", remedy=f"See {layout.guide}.")
