"""The four verbs together, on a list of addresses, a hostile host and the bundled newsroom."""

import gzip
import hashlib
import threading
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from flows.newsroom.server import serve
from tasks.job import Job
from warehouse.catalog import connect
from warehouse.staging import shards

Night = Callable[..., Job]
SENTENCE = "The harbour of Orle reopened on day {} after the storm, the mayor told the council on Monday. "
STORY = "".join(f"<p>{SENTENCE.format(day) * 3}</p>" for day in range(4))
HEAD = "<html><head><title>Harbour reopens</title></head><body><article><h1>Harbour reopens</h1>"
PAGE = f"{HEAD}{STORY}</article></body></html>"
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Orle</title>
{items}</channel></rss>"""
HTML = ("text/html; charset=utf-8", None)
FAULTS: dict[str, tuple[bytes, str, str | None, str]] = {
    "/empty": (b"", *HTML, "empty"),
    "/pdf": (b"%PDF-1.7\n%\xe2\xe3", "application/pdf", None, "unsupported_type"),
    "/lying-pdf": (b"%PDF-1.7\n%\xe2\xe3", *HTML, "unsupported_type"),
    "/cut": (gzip.compress(PAGE.encode())[:-20], HTML[0], "gzip", "broken_body"),
    "/large": (b"<p>" + b"x" * 1_000_001, *HTML, "too_large"),
    "/fine": (PAGE.encode(), *HTML, "stored"),
}


class Handler(BaseHTTPRequestHandler):
    """Answers with the faults, a feed that names them all, and lists that are none."""

    def do_GET(self) -> None:
        """One answer."""
        items = "".join(f"<item><link>{path}</link></item>" for path in FAULTS)
        lists = {
            "/feed": FEED.format(items=items).encode(),
            "/html-feed": PAGE.encode(),
            "/empty-feed": FEED.format(items="").encode(),
            "/broken-feed": b"<?xml version='1.0'?><rss><chan",
        }
        body, kind, encoding, _ = FAULTS.get(self.path, (lists.get(self.path, b""), "text/xml", None, ""))
        self.send_response(200 if self.path in FAULTS or self.path in lists else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    """The address of the hostile host."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def rows(root: Path, query: str) -> list[dict[str, Any]]:
    """The rows of a query."""
    with connect(root) as con:
        return con.sql(query).to_arrow_table().to_pylist()


def source(name: str, url: str) -> str:
    """A feed as the sources file declares it."""
    return f'[[source]]\nname = "{name}"\nkind = "feed"\nurl = "{url}"\n'


def test_every_fault_has_its_outcome(night: Night, host: str) -> None:
    """Empty, not HTML, cut off and too large: an outcome each, and the night is published."""
    job = night(source("orle", f"{host}/feed"))
    found = rows(job.root, "SELECT url, outcome, error FROM fetches WHERE role = 'page'")
    assert {r["url"].removeprefix(host): r["outcome"] for r in found} == {p: f[3] for p, f in FAULTS.items()}
    assert all(r["error"] for r in found if r["outcome"] != "stored")
    assert [r["balanced"] for r in rows(job.root, "FROM books")] == [True]


def test_lists_that_are_none_are_told(night: Night, host: str) -> None:
    """HTML and broken XML are bad listings, an empty feed is read; each says so in a sentence."""
    kinds = ("html-feed", "broken-feed", "empty-feed")
    job = night("".join(source(kind, f"{host}/{kind}") for kind in kinds))
    found = rows(job.root, "SELECT source, outcome, error FROM fetches WHERE role = 'listing'")
    assert {r["source"]: r["outcome"] for r in found} == {
        "html-feed": "bad_listing",
        "broken-feed": "bad_listing",
        "empty-feed": "read",
    }
    assert all(r["error"] for r in found)
    assert {r["state"] for r in rows(job.root, "FROM coverage WHERE source <> 'empty-feed'")} == {"missing"}


def test_nobody_answers(night: Night) -> None:
    """Without a network the night ends, with an outcome for the list, and is published."""
    job = night(source("gone", "http://127.0.0.1:9/feed"))
    (found,) = rows(job.root, "FROM fetches")
    assert (found["role"], found["outcome"]) == ("listing", "connect_error")


def test_the_same_day_again_adds_nothing(night: Night, host: str) -> None:
    """Run a second time, what was stored is known and not asked for, and no article has a second version."""
    text = source("orle", f"{host}/feed")
    night(text, "r1")
    job = night(text, "r2")
    assert rows(job.root, "SELECT count(*) AS n FROM pages") == [{"n": 1}]
    assert rows(job.root, "FROM fetches WHERE run_id = 'r2' AND url LIKE '%/fine'") == []
    assert rows(job.root, "SELECT known FROM books WHERE run_id = 'r2'") == [{"known": 1}]
    assert rows(job.root, "SELECT versions FROM articles") == [{"versions": 1}]


def test_extracting_twice_gives_the_same_bytes(night: Night, tmp_path: Path) -> None:
    """The rows made from the same pages are the same Parquet, to the byte."""
    from tasks.extract import extract

    with serve() as newsroom:
        newsroom.write_sources(tmp_path / "sources.toml")
        text = (tmp_path / "sources.toml").read_text("utf-8")
        job = night(text, commit=False)
    derived = ("verdicts", "articles", "article_paragraphs", "article_links", "tweets", "article_tweets")

    def digests() -> dict[str, str]:
        paths = [path for table in derived for path in shards(job.root, job.run_id, table)]
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}

    first = digests()
    for shard in shards(job.root, job.run_id, "pages"):
        pages = rows(job.root, f"SELECT count(*) AS n FROM '{shard}'")[0]["n"]
        if pages:
            extract.fn(job, [(shard, pages)])
    assert len(first) >= len(derived)
    assert digests() == first


def test_an_edit_is_a_second_version(night: Night, tmp_path: Path) -> None:
    """Of the newsroom's articles exactly the edited one has two versions after the second night."""
    with serve() as newsroom:
        newsroom.write_sources(tmp_path / "given.toml")
        text = (tmp_path / "given.toml").read_text("utf-8")
        night(text, "r1")
        newsroom.set_night(2)
        job = night(text, "r2", date(2024, 12, 10))
    edited = rows(job.root, "SELECT title FROM article_versions WHERE versions > 1 ORDER BY version")
    assert len(edited) == 2
    assert edited[0] != edited[1]
    assert all(row["balanced"] for row in rows(job.root, "FROM books"))
