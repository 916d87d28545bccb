"""The newsroom as a server on loopback."""

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config.sources import load_sources
from flows.newsroom.outlets import load_outlets
from flows.newsroom.server import Handler, Newsroom, bind, serve

Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    """A running newsroom on its first night."""
    with serve() as running:
        yield running


def ask(base: str, target: str, method: str = "GET", **headers: str) -> Answer:
    """One request: status, headers in lower case, body."""
    parts = urlsplit(base)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request(
            method, target, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )
        response = connection.getresponse()
        return response.status, {name.lower(): text for name, text in response.getheaders()}, response.read()
    finally:
        connection.close()


def test_every_address_is_served_as_built(newsroom: Newsroom) -> None:
    """Status, Content-Type and bytes are those of the site."""
    for (outlet, target), response in newsroom.site.items():
        status, headers, body = ask(newsroom.bases[outlet], target)
        assert (status, body) == (response.status, response.body), target
        assert headers["content-type"] == dict(response.headers)["Content-Type"]


def test_pages_name_the_port_they_are_served_on(newsroom: Newsroom) -> None:
    """The canonical address of an article is the one it is served at."""
    base = newsroom.bases["sahel"]
    path = load_outlets()[0].on(1)[0].path
    assert f'<link rel="canonical" href="{base}{path}">'.encode() in ask(base, path)[2]


def test_each_outlet_is_reached_at_an_address_of_its_own(newsroom: Newsroom) -> None:
    """No two outlets share host and port."""
    assert len(set(newsroom.bases.values())) == len(load_outlets())


def test_one_port_each_on_one_address_where_the_system_has_no_more() -> None:
    """The fall-back binds every outlet to 127.0.0.1."""
    servers = bind([("127.0.0.1", 0)] * 3, shared=False)
    try:
        assert len({server.server_port for server in servers}) == 3
        assert {server.RequestHandlerClass for server in servers} == {Handler}
    finally:
        for server in servers:
            server.server_close()


def test_an_unknown_address_is_404(newsroom: Newsroom) -> None:
    """The address one feed names in vain, and any other."""
    assert ask(newsroom.bases["marfa"], "/news/lost-ferry-story.html")[0] == 404
    assert ask(newsroom.bases["sahel"], "/nothing?x=1")[0] == 404


def test_tracking_parameters_change_nothing(newsroom: Newsroom) -> None:
    """The same bytes come back with and without them, and a query that means something is kept."""
    base = newsroom.bases["halden"]
    plain = ask(base, "/business/insurers-cut-premium")
    assert ask(base, "/business/insurers-cut-premium?utm_source=feed")[2] == plain[2]
    sada = newsroom.bases["sada"]
    assert ask(sada, "/?p=7752")[2] != ask(sada, "/?p=7741")[2]


def test_an_unchanged_page_is_304_where_the_outlet_has_etags(newsroom: Newsroom) -> None:
    """With its ETag a page is sent once, and again when it changed."""
    base = newsroom.bases["sahel"]
    path = next(article.path for article in load_outlets()[0].articles if article.second)
    etag = ask(base, path)[1]["etag"]
    assert ask(base, path, If_None_Match=etag)[::2] == (304, b"")
    newsroom.set_night(2)
    assert ask(base, path, If_None_Match=etag)[0] == 200


def test_an_outlet_without_etags_sends_the_page_again(newsroom: Newsroom) -> None:
    """No ETag, no 304."""
    assert "etag" not in ask(newsroom.bases["marfa"], "/")[1]


def test_one_outlet_compresses_what_it_sends(newsroom: Newsroom) -> None:
    """Only for who accepts gzip."""
    base = newsroom.bases["halden"]
    assert ask(base, "/", Accept_Encoding="gzip")[1]["content-encoding"] == "gzip"
    assert "content-encoding" not in ask(base, "/")[1]


def test_head_is_get_without_a_body(newsroom: Newsroom) -> None:
    """The length is stated, the body is not sent."""
    status, headers, body = ask(newsroom.bases["orle"], "/", "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 1_000


def test_the_second_night_brings_new_pages(newsroom: Newsroom) -> None:
    """An address of the second night is 404 on the first."""
    assert ask(newsroom.bases["halden"], "/world/first-grain-ship-night-watch")[0] == 404
    newsroom.set_night(2)
    assert ask(newsroom.bases["halden"], "/world/first-grain-ship-night-watch")[0] == 200


def test_requests_are_kept(newsroom: Newsroom) -> None:
    """Each with outlet, host, path and status, for tests of politeness."""
    ask(newsroom.bases["nilab"], "/robots.txt")
    request = newsroom.requests[-1]
    assert (request.outlet, request.path, request.status) == ("nilab", "/robots.txt", 200)
    assert request.host == newsroom.bases["nilab"].removeprefix("http://")


def test_its_sources_file_is_valid(newsroom: Newsroom, tmp_path: Path) -> None:
    """Every listing is a source that config.sources accepts."""
    newsroom.write_sources(tmp_path / "sources.toml")
    sources = load_sources(tmp_path / "sources.toml")
    assert len(sources) == sum(len(outlet.listings) for outlet in load_outlets()) == 8
    assert {source.kind for source in sources} == {"feed", "sitemap"}
