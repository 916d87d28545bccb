"""The `isnad` command in forks of one process that has everything imported.

A command is then a process as it is for a person, with an exit code, a folder and variables of its own; but
most of the time that one takes are imports.
"""

import atexit
import multiprocessing
import os
import sys
from collections.abc import Mapping
from multiprocessing.context import ForkServerContext
from pathlib import Path

IMPORTED = (
    "flows.cli",
    *(f"flows.commands.{path.stem}" for path in Path("flows/commands").glob("[a-z]*.py")),
)


def start_forks(environment: Mapping[str, str]) -> ForkServerContext:
    """The process that is forked, with these variables besides the present ones when it imports."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(IMPORTED))
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        context.Process(target=os.getpid).start()
    finally:
        os.environ.clear()
        os.environ.update(before)
    return context


def run_forked(
    context: ForkServerContext,
    arguments: tuple[str, ...],
    cwd: Path,
    environment: Mapping[str, str],
    out: Path,
) -> int:
    """Run one command; what it prints is in `out/stdout` and `out/stderr`."""
    process = context.Process(target=run_main, args=(arguments, cwd, dict(environment), out))
    process.start()
    process.join(300)
    if process.exitcode is None:
        process.kill()
        raise TimeoutError(arguments)
    return process.exitcode


def run_main(arguments: tuple[str, ...], cwd: Path, environment: Mapping[str, str], out: Path) -> None:
    """In the fork: become the command."""
    from flows.cli import main

    for number, name, flags in (
        (0, Path(os.devnull), os.O_RDONLY),
        (1, out / "stdout", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, out / "stderr", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        os.dup2(os.open(name, flags), number)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["isnad", *arguments]
    try:
        main()
    finally:
        atexit._run_exitfuncs()
