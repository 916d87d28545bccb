"""Every command the README shows, run as shown, in a folder of its own, on the bundled newsroom."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.commands.sql import query_once
from flows.newsroom.server import serve
from tests.site.x_api import TOKEN, Timeline, serve_x

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL)).splitlines()
COMMANDS = [line for line in SHELL if line and not line.startswith("make ")]
BIN = Path(sys.executable).parent


def run_line(line: str, folder: Path, server: str) -> subprocess.CompletedProcess[str]:
    """One line of shell, as a person types it."""
    environment = {
        "PATH": f"{BIN}:/usr/bin:/bin",
        "HOME": str(folder),
        "ISNAD_SOURCES": str(folder / "sources.toml"),
        "ISNAD_ALLOW_LOOPBACK": "true",
        "ISNAD_DELAY_S": "0",
        "ISNAD_X_API": (folder / "x").read_text("ascii"),
        "ISNAD_X_SYNDICATION": (folder / "x").read_text("ascii"),
        "ISNAD_X_OEMBED": (folder / "x").read_text("ascii"),
        "ISNAD_X_TOKEN": TOKEN,
        "ISNAD_X_READS_PER_RUN": "1000",
        "ISNAD_X_READS_PER_MONTH": "1000",
        "PREFECT_API_URL": server,
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        ["/bin/bash", "-c", line],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the newsroom's sources, while the newsroom is served."""
    path = tmp_path_factory.mktemp("readme")
    timeline = Timeline(tweets=20, users=3)
    with serve() as newsroom, serve_x(timeline) as x:
        newsroom.write_sources(path / "sources.toml")
        lines = (json.dumps({"data": post}, ensure_ascii=False) for post in timeline.posts.values())
        (path / "tweets.jsonl").write_text("\n".join(lines), "utf-8")
        (path / "x").write_text(x.base, "ascii")
        yield path


def test_the_commands_do_what_they_say(folder: Path, prefect_server: str) -> None:
    """In the README's order each ends in exit code 0 and says something; the files it names are there."""
    names = re.findall(r'^name = "(.+)"', (folder / "sources.toml").read_text("utf-8"), re.MULTILINE)
    for line in COMMANDS:
        url = "https://news.example/2024/12/09/bridge"
        if url in line:
            found = query_once(folder / "data", "SELECT url FROM articles ORDER BY url LIMIT 1").to_pylist()
            line = line.replace(url, found[0]["url"])
        done = run_line(line.replace("gazette", names[0]), folder, prefect_server)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        assert done.stdout.strip() or "duckdb -init" in line or "--parquet" in line, line
        assert "Traceback" not in done.stderr
    assert (folder / "rows.parquet").stat().st_size > 0
