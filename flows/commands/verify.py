"""`isnad verify`: whether the warehouse is what its log says."""

import json
from pathlib import Path

from rich.console import Console

from warehouse.log import read_head
from warehouse.verify import verify


def run_verify(root: Path, out: Console, *, quick: bool, as_json: bool) -> int:
    """Print each fault, or that there is none.

    Returns:
        0, or 1 where something is wrong.
    """
    faults = []
    for fault in verify(root, read_bytes=not quick):
        faults.append(fault)
        if not as_json:
            out.print(fault, style="red", markup=False, highlight=False, soft_wrap=True)
    if as_json:
        out.file.write(json.dumps({"faults": faults}, ensure_ascii=False) + "\n")
    elif not faults:
        head = read_head(root)
        files = [entry for entries in head.files.values() for entry in entries]
        size = sum(entry.bytes for entry in files) / 1e6
        out.print(
            f"snapshot {head.number}: {len(files):,} files ({size:,.1f} MB) are as they were written, "
            f"{sum(entry.rows for entry in files):,} rows, keys unique, references whole",
            highlight=False,
            soft_wrap=True,
        )
    return 1 if faults else 0
