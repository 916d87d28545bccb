"""`isnad hydrate` and `isnad compliance`: tweets looked up again, the outcome in a line."""

import json

from rich.console import Console

from config.errors import ConfigError
from config.settings import Settings
from flows.hydrate import COMPLIANCE, GONE, HYDRATE, Hydrated, compliance, hydrate
from flows.job import check_access
from flows.terminal.quiet import quiet_prefect
from flows.terminal.stopping import stops_at_once
from warehouse.claims import alone


def run_hydrate(
    settings: Settings, most: int, days: int, out: Console, err: Console, *, as_json: bool
) -> int:
    """Complete the tweets that are known only from pages.

    Returns:
        0, or 1 where there were tweets to look up and nobody answered.

    Raises:
        ConfigError: no way to look them up is set.
    """
    if set(settings.hydrate_with) <= {"api"}:
        check_access(settings)
    with alone(settings.root, HYDRATE):
        pass
    with stops_at_once(err), quiet_prefect(err):
        done = hydrate(root=settings.root, most=most, again_after_days=days)
    return print_outcome(done, out, as_json=as_json)


def run_compliance(
    settings: Settings,
    most: int,
    days: int,
    states: list[str],
    out: Console,
    err: Console,
    *,
    as_json: bool,
) -> int:
    """Ask whether the tweets that are kept are still there, and forget those that are gone.

    Returns:
        0, or 1 where there were tweets to ask for and nobody answered.

    Raises:
        ConfigError: there is no access to the X API, or a state is none of GONE.
    """
    unknown = next((state for state in states if state not in GONE), None)
    if unknown:
        raise ConfigError(f"--forget {unknown!r}: it must be one of {', '.join(GONE)}")
    check_access(settings)
    with alone(settings.root, COMPLIANCE):
        pass
    with stops_at_once(err), quiet_prefect(err):
        done = compliance(root=settings.root, most=most, again_after_days=days, states=tuple(states or GONE))
    return print_outcome(done, out, as_json=as_json)


def print_outcome(done: Hydrated, out: Console, *, as_json: bool) -> int:
    """What was looked up, and what it cost; the exit code."""
    looked = done.looked_up
    failed = looked.tweets > 0 and looked.by_api + looked.by_guest == 0
    if as_json:
        out.file.write(json.dumps(done.as_dict(), ensure_ascii=False) + "\n")
        return int(failed)
    said = f"{looked.tweets:,} tweets looked up: {looked.by_api:,} by the API ({looked.reads:,} reads)"
    said += f", {looked.by_guest:,} as guests see them"
    said += f"; {done.forgotten:,} are gone and forgotten" if done.forgotten else ""
    said += f"; snapshot {done.snapshot}" if done.snapshot else "; there was nothing new to keep"
    out.print(said, highlight=False, soft_wrap=True)
    if failed:
        out.print("Nobody answered. Is the network there?", highlight=False)
    return int(failed)
