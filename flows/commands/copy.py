"""`isnad copy`: a warehouse from a folder to a bucket, or back."""

import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from config.settings import load_settings
from warehouse.copying import copy_warehouse
from warehouse.store import store_of
from warehouse.verify import verify


def run_copy(source: Path, target: Path, out: Console, err: Console, *, quick: bool, as_json: bool) -> int:
    """Copy, then look the copy over.

    Returns:
        0, or 1 where something is wrong with the copy.
    """
    here, there = (load_settings(root=root).root for root in (source, target))
    with err.status("copying", spinner="line") as status:
        done = copy_warehouse(here, there, lambda n, of: status.update(f"copying: {n:,} of {of:,} files"))
        status.update("looking the copy over")
        faults = list(verify(there, read_bytes=not quick))
    for fault in faults:
        err.print(fault, style="red", markup=False, highlight=False, soft_wrap=True)
    if as_json:
        out.file.write(json.dumps(asdict(done) | {"faults": faults}, ensure_ascii=False) + "\n")
        return 1 if faults else 0
    if faults:
        return 1
    out.print(
        f"{store_of(there).prefix} has snapshot {done.snapshot} of {store_of(here).prefix}: "
        f"{done.files:,} files ({done.bytes / 1e6:,.1f} MB) sent, {done.there:,} were there; it is whole",
        highlight=False,
        soft_wrap=True,
    )
    return 0
