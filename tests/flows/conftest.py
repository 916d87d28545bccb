"""The demo, run once as a person runs it, with the server that Prefect starts for it; it answers the tests.

The other commands ask one Prefect server that stays: to start one takes longer than what they do.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.flows.forked import run_forked, start_forks

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
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Prefect server on loopback; the address of its API."""
    home = tmp_path_factory.mktemp("prefect")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(ISNAD.with_name("prefect")), "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    environment = {**os.environ, "PREFECT_HOME": str(home), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    url = f"http://127.0.0.1:{port}/api"
    with (home / "log.txt").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            while not answers(f"{url}/health"):
                assert server.poll() is None, (home / "log.txt").read_text("utf-8")
                time.sleep(0.2)
            yield url
        finally:
            server.terminate()
            server.wait(60)


def answers(url: str) -> bool:
    """Whether a server is there."""
    try:
        return httpx.get(url, timeout=5).is_success
    except httpx.HTTPError:
        return False


@pytest.fixture(scope="session")
def isnad(prefect_server: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Ran]:
    """The command itself, asking that server."""
    home = tmp_path_factory.mktemp("isnad")
    prefect = {"PREFECT_HOME": str(home), "PREFECT_API_URL": prefect_server}
    forks = start_forks(prefect)

    def run(*arguments: str, cwd: Path, **environment: str) -> Ran:
        code = run_forked(forks, arguments, cwd, {**os.environ, **prefect, **environment}, home)
        return Ran(code=code, out=(home / "stdout").read_text(), err=(home / "stderr").read_text())

    return run


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The bundled newsroom, collected for two nights."""
    cwd = tmp_path_factory.mktemp("demo")
    ran = run_isnad("demo", cwd=cwd)
    assert ran.code == 0, ran.err + ran.out
    return Demo(folder=cwd / "demo-data", ran=ran)
