"""A bundle for an inspector: entries, the proof that they are in the log, and the signed checkpoint (docs/bundle.md).

Whoever has it and the verifier key needs nothing else: no database, no network and no code of ours. The same bundle is
always the same bytes. What is sealed in an entry stays sealed.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from ledger.log.entry import Row
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.concerning import Chosen, Stream
from ledger.proof.inclusion import columns
from ledger.proof.tree import Tree, shared

FORMAT = "lks-bundle-1"
_DAY = (1980, 1, 1, 0, 0, 0)
_PRIVATE = 0o100600 << 16


def bundle(
    about: Mapping[str, str], checkpoint: Checkpoint, note: str, chosen: Chosen, before: Mapping[int, bytes], tree: Tree
) -> bytes:
    """The bundle as bytes. `before`: the seals of entries before the chosen ones, by position; genesis is that of 0."""
    hashes = shared((row.position - 1 for row in chosen.rows), checkpoint.size, tree.node)
    manifest = {
        "format": FORMAT,
        "ledger": checkpoint.origin,
        "size": checkpoint.size,
        "about": dict(about),
        "entries": len(chosen.rows),
        "streams": [_stream(stream) for stream in chosen.streams],
    }
    return _zipped(
        {
            "manifest.json": _line(manifest),
            "checkpoint": note,
            "entries.jsonl": "".join(_entries(chosen, before)),
            "proof": b"".join(hashes),
        }
    )


def _stream(stream: Stream) -> dict[str, Any]:
    named = {} if stream.kind is None else {"kind": stream.kind, "name": stream.name}
    return {"stream": str(stream.stream), **named, "whole": stream.whole}


def _entries(chosen: Chosen, before: Mapping[int, bytes]) -> Iterator[str]:
    """One line an entry; the seal before it only where that entry is not there itself."""
    last: Row | None = None
    for row in chosen.rows:
        follows = last is not None and last.position == row.position - 1
        previous = {} if follows else {"previous_seal": before[row.position - 1].hex()}
        yield _line({**columns(row), **previous})
        last = row


def _line(fields: Mapping[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")) + "\n"


def _zipped(files: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, _DAY)
            member.compress_type, member.external_attr, member.create_system = zipfile.ZIP_DEFLATED, _PRIVATE, 3
            archive.writestr(member, content)
    return made.getvalue()
