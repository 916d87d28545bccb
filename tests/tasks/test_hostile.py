"""Every fault of the misbehaving server: its outcome, what is kept of it, and how long it may take."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.site.faults import FAULTS
from tests.site.hostile import serve
from warehouse.catalog import connect

CHECKOUT = Path(__file__).parents[2]
BOUNDS = {
    "ISNAD_ALLOW_LOOPBACK": "1",
    "ISNAD_DELAY_S": "0",
    "ISNAD_TIMEOUT_S": "3",
    "ISNAD_TOTAL_TIMEOUT_S": "4",
    "ISNAD_ATTEMPTS": "2",
    "ISNAD_MAX_WAIT_S": "3",
    "ISNAD_WORKERS": "1",
}
ATTEMPT_S = 4.5  # the bound on one attempt, and half a second for a busy machine
MOST_MB = 400
LISTINGS = (".rss", ".sitemap", ".gz")
TABLE: dict[str, tuple[str, int]] = {
    # fault: outcome, attempts
    "/slow-headers": ("timeout", 2),
    "/drip": ("timeout", 2),
    "/stall": ("timeout", 2),
    "/silent": ("timeout", 2),
    "/reset": ("broken_body", 2),
    "/reset-at-once": ("connect_error", 2),
    "/short-length": ("broken_body", 2),
    "/long-length": ("stored", 1),
    "/long-forged": ("stored", 1),
    "/chunked-garbage": ("broken_body", 2),
    "/chunked-cut": ("broken_body", 2),
    "/not-http": ("connect_error", 2),
    "/header-flood": ("connect_error", 2),
    "/header-long": ("connect_error", 2),
    "/endless-headers": ("connect_error", 2),
    "/loop-301": ("bad_redirect", 1),
    "/loop-two": ("bad_redirect", 2),
    "/redirects-40": ("bad_redirect", 6),
    "/to-loopback": ("stored", 2),  # the setting allows it here
    "/to-metadata": ("blocked_address", 1),
    "/to-decimal": ("blocked_address", 1),
    "/to-octal": ("blocked_address", 1),
    "/to-mapped": ("blocked_address", 1),
    "/to-cgnat": ("blocked_address", 1),
    "/to-file": ("bad_redirect", 1),
    "/to-gopher": ("bad_redirect", 1),
    "/to-credentials": ("bad_redirect", 1),
    "/to-nowhere": ("bad_redirect", 1),
    "/to-long": ("bad_redirect", 1),
    "/cookie-wall": ("stored", 2),
    "/meta-refresh": ("stored", 2),
    "/meta-refresh-loop": ("stored", 1),
    "/meta-refresh-to-metadata": ("blocked_address", 1),
    "/gzip-bomb": ("too_large", 1),
    "/gzip-twice": ("stored", 1),
    "/gzip-many": ("broken_body", 1),
    "/gzip-empty-members": ("too_large", 1),
    "/gzip-cut": ("broken_body", 1),
    "/gzip-lie": ("stored", 1),
    "/deflate-raw": ("stored", 1),
    "/brotli": ("stored", 1),
    "/zstd": ("stored", 1),
    "/brotli-bomb": ("too_large", 1),
    "/zstd-bomb": ("too_large", 1),
    "/zstd-window": ("broken_body", 1),
    "/429-seconds": ("stored", 2),
    "/429-date": ("stored", 2),
    "/429-far": ("http_error", 1),
    "/429-bad": ("http_error", 1),
    "/503-then-200": ("stored", 2),
    "/500-always": ("http_error", 2),
    "/401": ("http_error", 1),
    "/403": ("http_error", 1),
    "/404": ("http_error", 1),
    "/410": ("http_error", 1),
    "/empty-200": ("empty", 1),
    "/no-content-204": ("empty", 1),
    "/unasked-304": ("http_error", 1),
    "/unasked-206": ("broken_body", 1),
    "/endless": ("too_large", 1),
    "/endless-chunked": ("too_large", 1),
    "/page-100mb": ("too_large", 1),
    "/page-100mb-undeclared": ("too_large", 1),
    "/deep": ("stored", 1),
    "/links": ("too_large", 1),
    "/links-small": ("stored", 1),
    "/nul": ("stored", 1),
    "/surrogates": ("stored", 1),
    "/lies-type-pdf": ("unsupported_type", 1),
    "/lies-type-html": ("unsupported_type", 1),
    "/lies-charset-latin": ("stored", 1),
    "/lies-charset-utf8": ("stored", 1),
    "/xml-bomb.rss": ("bad_listing", 1),
    "/xml-quadratic.rss": ("bad_listing", 1),
    "/xml-external.rss": ("bad_listing", 1),
    "/xml-deep.rss": ("bad_listing", 1),
    "/xml-bomb.sitemap": ("bad_listing", 1),
    "/gzip-bomb.sitemap.gz": ("bad_listing", 1),
    "/feed-endless.rss": ("too_large", 1),
}
PARAMETERS = {"/429-seconds": "?wait=1&times=1", "/429-date": "?wait=2&times=1", "/503-then-200": "?times=1"}
HOSTS = {path: f"127.0.1.{number}" for number, path in enumerate(FAULTS, 1)}


@dataclass(frozen=True, kw_only=True)
class Night:
    """A night over every fault: rows by path, and the largest size a process of it had."""

    root: Path
    rows: dict[str, dict[str, Any]]
    most_mb: int

    def ask(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query."""
        with connect(self.root) as con:
            return con.sql(query).to_arrow_table().to_pylist()


def is_listing(path: str) -> bool:
    """Whether the fault is a feed or sitemap."""
    return path.endswith(LISTINGS)


def describe(urls: dict[str, str]) -> str:
    """The sources file: the pages as one list, each feed and sitemap a source."""
    pages = ", ".join(f'"{url}"' for path, url in urls.items() if not is_listing(path))
    tables = [f'[[source]]\nname = "pages"\nkind = "urls"\nurls = [{pages}]\n']
    for number, (path, url) in enumerate(urls.items()):
        if is_listing(path):
            kind = "feed" if path.endswith(".rss") else "sitemap"
            tables.append(f'[[source]]\nname = "list-{number}"\nkind = "{kind}"\nurl = "{url}"\n')
    return "\n".join(tables)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """All faults in one night, each on a host of its own, in a process of its own."""
    folder = tmp_path_factory.mktemp("hostile")
    with serve() as server:
        urls = {path: server.url(path + PARAMETERS.get(path, ""), host) for path, host in HOSTS.items()}
        (folder / "sources.toml").write_text(describe(urls), "utf-8")
        ran = subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.bench.night",
                str(folder / "w"),
                str(folder / "sources.toml"),
                "r1",
            ],
            cwd=CHECKOUT,
            env={**os.environ, **BOUNDS},
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
    assert ran.returncode == 0, ran.stderr
    with connect(folder / "w") as con:
        rows = con.sql("FROM fetches").to_arrow_table().to_pylist()
    by_url = {row["url"]: row for row in rows}
    return Night(
        root=folder / "w",
        rows={path: by_url[url] for path, url in urls.items()},
        most_mb=int(ran.stdout.split()[-1]),
    )


def test_every_fault_has_its_line() -> None:
    """Nobody adds a fault without saying how it must end."""
    assert TABLE.keys() == FAULTS.keys()


@pytest.mark.parametrize("path", sorted(TABLE))
def test_a_fault_ends_in_its_outcome(night: Night, path: str) -> None:
    """With the attempts it is worth, within their time, and with a reason where nothing is kept."""
    row = night.rows[path]
    assert (row["outcome"], row["attempts"]) == TABLE[path], row["error"]
    assert row["elapsed_ms"] <= 1_000 * ATTEMPT_S * row["attempts"]
    assert (row["error"] is None) == (row["outcome"] == "stored")
    assert (row["page_id"] is not None) == (row["outcome"] == "stored")


def test_the_night_around_them_is_whole(night: Night) -> None:
    """It is published, its books balance, and every page has a verdict."""
    assert all(row["balanced"] for row in night.ask("FROM books"))
    stored = sum(outcome == "stored" for outcome, _ in TABLE.values())
    assert night.ask("SELECT count(*) AS n FROM pages") == [{"n": stored}]
    assert night.ask("SELECT count(*) AS n FROM verdicts") == [{"n": stored}]


def test_what_is_kept_is_read_right(night: Night) -> None:
    """Codings are undone and lies about the charset seen through: each such page is an article."""
    good = ("/gzip-twice", "/brotli", "/zstd", "/deflate-raw", "/gzip-lie", "/nul", "/surrogates")
    arabic = ("/lies-charset-latin", "/lies-charset-utf8")
    ids = {path: night.rows[path]["page_id"] for path in good + arabic}
    found = {row["page_id"]: row for row in night.ask("SELECT page_id, language, text FROM raw.articles")}
    assert {path for path, page_id in ids.items() if page_id not in found} == set()
    assert {found[ids[path]]["language"] for path in arabic} == {"ar"}
    assert not any("\0" in row["text"] or "\ufffd" * 3 in row["text"] for row in found.values())


def test_memory_stays_bounded(night: Night) -> None:
    """Bombs, endless bodies and pages of 100 MB, many at a time, leave every process small."""
    print(f"the largest process had {night.most_mb} MB")
    assert night.most_mb < MOST_MB
