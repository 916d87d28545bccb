"""The demo, run once as a person runs it; its warehouse answers the tests of this folder."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ISNAD = Path(sys.executable).with_name("isnad")


@dataclass(frozen=True, kw_only=True)
class Ran:
    """One command that was run."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, kw_only=True)
class Demo:
    """A finished demo."""

    folder: Path
    ran: Ran

    @property
    def root(self) -> Path:
        """Its warehouse."""
        return self.folder / "warehouse"


def run_isnad(*arguments: str, cwd: Path, **environment: str) -> Ran:
    """Run the command in a folder, with these variables set besides the present ones."""
    done = subprocess.run(
        [str(ISNAD), *arguments],
        cwd=cwd,
        env={**os.environ, "PREFECT_HOME": str(cwd / "prefect"), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return Ran(code=done.returncode, out=done.stdout, err=done.stderr)


@pytest.fixture(scope="session")
def isnad() -> Callable[..., Ran]:
    """The command itself."""
    return run_isnad


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The bundled newsroom, collected for two nights."""
    cwd = tmp_path_factory.mktemp("demo")
    ran = run_isnad("demo", cwd=cwd)
    assert ran.code == 0, ran.err + ran.out
    return Demo(folder=cwd / "demo-data", ran=ran)
