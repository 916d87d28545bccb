"""Statuses: which come, with which headers, and when a page follows."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest

from tests.site.faults import SECTIONS, Fault
from tests.site.hostile import Hostile
from tests.site.pages import article
from tests.site.reader import ask, read_raw

Check = Callable[[Hostile], None]


def always(path: str, status: int, **headers: str) -> Check:
    """The status comes each time, with these headers and a short page."""

    def check(hostile: Hostile) -> None:
        for _ in range(3):
            answer = ask(hostile.url(path))
            assert answer.status == status
            assert answer.body.startswith(b"<!DOCTYPE html>")
            assert {name.replace("_", "-"): value for name, value in headers.items()}.items() <= (
                answer.headers.items()
            )

    return check


def in_turn(path: str, *statuses: int) -> Check:
    """These statuses come one after the other, on each host anew."""

    def check(hostile: Hostile) -> None:
        for host in ("127.0.0.2", "127.0.0.3"):
            assert [ask(hostile.url(path, host)).status for _ in statuses] == list(statuses)

    return check


def seconds(hostile: Hostile) -> None:
    """One refusal of one second, or as many and as long as asked for."""
    in_turn("/429-seconds", 429, 200, 200)(hostile)
    in_turn("/429-seconds?wait=7&times=2", 429, 429, 200)(hostile)
    assert ask(hostile.url("/429-seconds")).headers["retry-after"] == "1"
    assert ask(hostile.url("/429-seconds?wait=7&times=2")).headers["retry-after"] == "7"


def date(hostile: Hostile) -> None:
    """The date is as far ahead as asked for, to the second."""
    in_turn("/429-date", 429, 200)(hostile)
    before = datetime.now(UTC)
    then = parsedate_to_datetime(ask(hostile.url("/429-date?wait=30")).headers["retry-after"])
    assert 30 <= (then - before).total_seconds() <= 36


def unavailable(hostile: Hostile) -> None:
    """As many refusals as asked for, without Retry-After."""
    in_turn("/503-then-200?times=2", 503, 503, 200)(hostile)
    assert "retry-after" not in ask(hostile.url("/503-then-200")).headers


def bare(path: str, start: bytes) -> Check:
    """Nothing follows the head, which declares no length."""

    def check(hostile: Hostile) -> None:
        raw = read_raw(hostile.url(path))
        assert raw.data.startswith(start)
        assert raw.data.endswith(b"\r\n\r\n")
        assert b"Content-Length" not in raw.head

    return check


def empty(hostile: Hostile) -> None:
    """A page of 0 bytes, declared so."""
    answer = ask(hostile.url("/empty-200"))
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == "0"


def partial(hostile: Hostile) -> None:
    """The first 100 bytes of a page, and how many there are."""
    answer, body = ask(hostile.url("/unasked-206")), article().encode()
    assert (answer.status, answer.body) == (206, body[:100])
    assert answer.headers["content-range"] == f"bytes 0-99/{len(body)}"


CHECKS: dict[str, Check] = {
    "/429-seconds": seconds,
    "/429-date": date,
    "/429-far": always("/429-far", 429, retry_after="86400"),
    "/429-bad": always("/429-bad", 429, retry_after="soon"),
    "/503-then-200": unavailable,
    "/500-always": always("/500-always", 500),
    "/401": always("/401", 401, www_authenticate='Basic realm="press"'),
    "/403": always("/403", 403),
    "/404": always("/404", 404),
    "/410": always("/410", 410),
    "/empty-200": empty,
    "/no-content-204": bare("/no-content-204", b"HTTP/1.1 204 No Content\r\n"),
    "/unasked-304": bare("/unasked-304", b"HTTP/1.1 304 Not Modified\r\n"),
    "/unasked-206": partial,
}


@pytest.mark.parametrize("fault", SECTIONS["statuses"], ids=lambda fault: fault.path)
def test_answers_as_it_says(hostile: Hostile, fault: Fault) -> None:
    """Each status comes as the registry says."""
    CHECKS[fault.path](hostile)


def test_what_does_not_stand_is_404(hostile: Hostile) -> None:
    """A path that is not in the registry is answered by 404."""
    assert ask(hostile.url("/nothing/here")).status == 404
