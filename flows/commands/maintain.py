"""`isnad maintain`: the flow from the terminal, what it did in a few lines."""

import json

from rich.console import Console

from config.settings import Settings
from flows.maintain import FLOW, maintain
from flows.terminal.quiet import quiet_prefect
from warehouse.claims import alone


def run_maintain(settings: Settings, out: Console, err: Console, *, as_json: bool) -> None:
    """Run the flow and print what it did.

    Raises:
        BusyError: another one is under way.
    """
    with alone(settings.root, FLOW):
        pass  # told before anything starts
    with quiet_prefect(err):
        done = maintain(settings.root)
    if as_json:
        out.file.write(json.dumps(done.as_dict()) + "\n")
    elif done.snapshot is None:
        out.print("No file holds anything that is forgotten.", highlight=False)
    else:
        rows = ", ".join(f"{number:,} {table}" for table, number in sorted(done.rows.items()))
        out.print(
            f"{done.files} files written again without what is forgotten: {rows or 'no rows'} taken out, "
            f"{done.redacted} payloads redacted, {done.emptied} of them to nothing; snapshot {done.snapshot}",
            highlight=False,
            soft_wrap=True,
        )
    if not as_json:
        gone = ", ".join(f"{number:,} {kind}" for kind, number in sorted(done.garbage.items()))
        out.print(
            f"{done.indexed:,} texts indexed; {done.merged:,} small files merged; "
            f"deleted: {gone or 'nothing'}",
            highlight=False,
        )
