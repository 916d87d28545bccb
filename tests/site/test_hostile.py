"""The misbehaving server as a server: hosts, the account, robots.txt, and its end."""

import re
import subprocess
import sys
import threading
from http.client import HTTPConnection
from itertools import takewhile
from pathlib import Path
from signal import SIGINT, SIGTERM, Signals
from time import monotonic

import pytest

from tests.site.faults import FAULTS, SECTIONS
from tests.site.hostile import Hostile, serve
from tests.site.reader import ask, open_raw, read_raw

CHECKOUT = Path(__file__).parents[2]


def test_names_each_fault_once(hostile: Hostile) -> None:
    """No path stands twice in the registry, and the server hands it out."""
    paths = [fault.path for section in SECTIONS.values() for fault in section]
    assert sorted(paths) == sorted(set(paths))
    assert hostile.faults is FAULTS
    assert list(FAULTS) == paths


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_is_proved(section: str) -> None:
    """Each section of the registry has a file of tests, which fails where a fault has no check."""
    text = Path(__file__).with_name(f"test_{section}.py").read_text("utf-8")
    assert f'SECTIONS["{section}"]' in text
    assert "CHECKS[fault.path](hostile)" in text


def test_is_many_hosts(hostile: Hostile) -> None:
    """Every loopback address is a host of its own in the account."""
    for number in (1, 2, 9):
        ask(hostile.url("/page?hosts", f"127.0.0.{number}"), Accept="text/html")
    seen = [request for request in hostile.requests if request.path == "/page?hosts"]
    assert [request.host for request in seen] == ["127.0.0.1", "127.0.0.2", "127.0.0.9"]
    assert [request.headers["accept"] for request in seen] == ["text/html"] * 3
    assert [request.number for request in seen] == list(range(seen[0].number, seen[0].number + 3))
    assert seen[0].at < seen[1].at < seen[2].at <= monotonic()


def test_robots_is_missing_until_it_is_set(hostile: Hostile) -> None:
    """robots.txt is 404, else the bytes of the host, with a status where one was given."""
    hostile.robots |= {"127.0.0.3": b"User-agent: *\nDisallow: /", "127.0.0.4": (503, b"later")}
    answers = [ask(hostile.url("/robots.txt", f"127.0.0.{number}")) for number in (2, 3, 4)]
    assert [answer.status for answer in answers] == [404, 200, 503]
    assert [answer.body for answer in answers[1:]] == [b"User-agent: *\nDisallow: /", b"later"]


def test_keeps_the_connection_of_a_good_answer(hostile: Hostile) -> None:
    """Several pages can be had over one connection."""
    connection = HTTPConnection("127.0.0.1", hostile.port)
    bodies = []
    for path in ("/page/1", "/404", "/page/2"):
        connection.request("GET", path)
        bodies.append(connection.getresponse().read())
        assert connection.sock is not None
    connection.close()
    assert len(set(bodies)) == 3


def test_counts_what_is_under_way_at_once(hostile: Hostile) -> None:
    """Requests that overlap are counted by host; those that follow each other are not."""
    stalled = [open_raw(hostile.url("/stall", "127.0.0.5")) for _ in range(3)]
    for sock in stalled:
        assert sock.recv(1) == b"H"
    for _ in range(20):
        ask(hostile.url("/page", "127.0.0.6"))
    for sock in stalled:
        sock.close()
    assert hostile.most_at_once("127.0.0.5") == 3
    assert hostile.most_at_once("127.0.0.6") == 1
    assert hostile.most_at_once("127.0.0.7") == 0


def test_an_answer_ends_before_the_reader_has_it(hostile: Hostile) -> None:
    """The span of a whole answer is written down by the time it was read."""
    before = monotonic()
    ask(hostile.url("/page?span&after=0.02"))
    (span,) = [span for span in hostile.spans if span.request.path.startswith("/page?span")]
    assert before <= span.request.at < span.request.at + 0.02 <= span.ended_at <= monotonic()


@pytest.mark.parametrize(
    "path", ["/drip?every=60", "/slow-headers?every=60", "/stall", "/silent", "/endless"]
)
def test_a_reader_that_leaves_ends_the_answer(path: str) -> None:
    """What waits or sends without end stops when nobody reads on."""
    with serve() as hostile:
        before = set(threading.enumerate())
        open_raw(hostile.url(path)).close()
        ask(hostile.url("/page"))
        started = set(threading.enumerate()) - before
        for thread in started:
            thread.join(5)
        assert not any(thread.is_alive() for thread in started)


def test_its_end_ends_everything() -> None:
    """Leaving the block ends waiting threads and cuts connections at once."""
    before, began = set(threading.enumerate()), monotonic()
    paths = ["/drip?every=60", "/slow-headers?every=60", "/stall", "/silent", "/endless", "/endless-headers"]
    with serve() as hostile:
        socks = [open_raw(hostile.url(path)) for path in paths]
        for sock, path in zip(socks, paths, strict=True):
            assert path == "/silent" or sock.recv(1) == b"H"
    assert set(threading.enumerate()) <= before
    assert monotonic() - began < 5
    for sock in socks:
        sock.close()
    with pytest.raises(ConnectionRefusedError):
        open_raw(hostile.url("/page"))


def test_reports_what_is_not_a_request() -> None:
    """A reader that speaks something else is an error at the end."""
    with pytest.raises(ExceptionGroup) as caught, serve() as hostile:
        read_raw(hostile.url("/page with a space"))
    assert caught.group_contains(ValueError)


@pytest.mark.parametrize("ending", [SIGINT, SIGTERM])
def test_runs_as_a_module(ending: Signals) -> None:
    """A person sees every path, can ask for it, and ends it with Ctrl-C."""
    command = [sys.executable, "-m", "tests.site.hostile"]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            lines = list(takewhile("Ctrl-C ends it.\n".__ne__, running.stdout))
            urls = [line.split()[0] for line in lines]
            assert ask(urls[-2]).status == 200
            running.send_signal(ending)
            assert running.wait(10) == 0
        finally:
            running.kill()
    assert [re.sub(r"http://127\.0\.0\.1:\d+", "", url) for url in urls] == [*FAULTS, "/page", "/feed"]
