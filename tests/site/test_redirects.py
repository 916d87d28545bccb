"""Redirects: where each leads, and that the chains and walls end where they say."""

from collections.abc import Callable

import pytest

from tests.site.faults import METADATA, SECTIONS, Fault
from tests.site.hostile import Hostile
from tests.site.pages import article
from tests.site.reader import ask, read_raw

Check = Callable[[Hostile], None]


def leads(path: str, location: str, status: int = 302) -> Check:
    """The path leads to that place, PORT being the server's."""

    def check(hostile: Hostile) -> None:
        answer = ask(hostile.url(path))
        assert answer.status == status
        assert answer.headers["location"] == location.replace("PORT", str(hostile.port))

    return check


def loop_two(hostile: Hostile) -> None:
    """The two lead to each other."""
    leads("/loop-two", "/loop-two/back")(hostile)
    leads("/loop-two/back", "/loop-two")(hostile)


def redirects_40(hostile: Hostile) -> None:
    """After exactly 40 redirects comes a page."""
    answer, hops = ask(hostile.url("/redirects-40")), 0
    while answer.status == 302:
        answer, hops = ask(hostile.url(answer.headers["location"])), hops + 1
    assert (answer.status, hops) == (200, 40)


def to_loopback(hostile: Hostile) -> None:
    """The host is 127.0.0.1, or the one that was asked for."""
    leads("/to-loopback", "http://127.0.0.1:PORT/page")(hostile)
    leads("/to-loopback?host=127.0.0.8", "http://127.0.0.8:PORT/page")(hostile)


def to_credentials(hostile: Hostile) -> None:
    """A name and a password stand before the host."""
    leads("/to-credentials", "http://user:secret@127.0.0.1:PORT/page")(hostile)
    leads("/to-credentials?host=127.0.0.8", "http://user:secret@127.0.0.8:PORT/page")(hostile)


def to_nowhere(hostile: Hostile) -> None:
    """There is no Location."""
    answer = ask(hostile.url("/to-nowhere"))
    assert answer.status == 302
    assert "location" not in answer.headers


def to_long(hostile: Hostile) -> None:
    """The address has 100,000 characters, and who asks for it has a page."""
    head = read_raw(hostile.url("/to-long")).head
    (line,) = (line for line in head.split(b"\r\n") if line.startswith(b"Location: "))
    url = line.removeprefix(b"Location: ").decode()
    assert len(url) == 100_000
    assert ask(url).status == 200


def cookie_wall(hostile: Hostile) -> None:
    """Without its cookie it leads to itself, with it there is a page."""
    leads("/cookie-wall", "/cookie-wall")(hostile)
    cookie = ask(hostile.url("/cookie-wall")).headers["set-cookie"].partition(";")[0]
    assert ask(hostile.url("/cookie-wall"), Cookie=cookie).body == article("cookie").encode()


def refreshes(path: str, target: str) -> Check:
    """The path is a page whose meta element leads to that place at once."""

    def check(hostile: Hostile) -> None:
        answer = ask(hostile.url(path))
        assert answer.status == 200
        assert f'<meta http-equiv="refresh" content="0;url={target}">'.encode() in answer.body

    return check


CHECKS: dict[str, Check] = {
    "/loop-301": leads("/loop-301", "/loop-301", 301),
    "/loop-two": loop_two,
    "/redirects-40": redirects_40,
    "/to-loopback": to_loopback,
    "/to-metadata": leads("/to-metadata", "http://169.254.169.254/latest/meta-data/"),
    "/to-decimal": leads("/to-decimal", f"http://{0xA9FEA9FE}/"),
    "/to-octal": leads("/to-octal", f"http://{169:04o}.{254:04o}.{169:04o}.{254:04o}/"),
    "/to-mapped": leads("/to-mapped", "http://[::ffff:169.254.169.254]/"),
    "/to-cgnat": leads("/to-cgnat", "http://100.64.0.1/"),
    "/to-file": leads("/to-file", "file:///etc/passwd"),
    "/to-gopher": leads("/to-gopher", "gopher://127.0.0.1:25/_x"),
    "/to-credentials": to_credentials,
    "/to-nowhere": to_nowhere,
    "/to-long": to_long,
    "/cookie-wall": cookie_wall,
    "/meta-refresh": refreshes("/meta-refresh", "/page"),
    "/meta-refresh-loop": refreshes("/meta-refresh-loop", "/meta-refresh-loop"),
    "/meta-refresh-to-metadata": refreshes("/meta-refresh-to-metadata", METADATA),
}


@pytest.mark.parametrize("fault", SECTIONS["redirects"], ids=lambda fault: fault.path)
def test_leads_where_it_says(hostile: Hostile, fault: Fault) -> None:
    """Each redirect leads where the registry says."""
    CHECKS[fault.path](hostile)
