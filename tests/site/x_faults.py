"""What can go wrong with an answer, by the name a script has for it: each makes a reply of the honest one."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.site.x_problems import USAGE_CAP, missing, problem
from tests.site.x_reply import Bill, Reply
from tests.site.x_words import Item

HUGE_PARTS, PART_BYTES = 70, 1 << 20  # more than the 64 MB that a reader may take
BURST_LEFT = "9"
HTML = "text/html; charset=utf-8"

Spoil = Callable[[Reply], Reply]


def refused(reply: Reply, body: Item) -> Reply:
    """A problem in place of the answer, which costs nothing."""
    status = body.get("status", 429)
    return Reply(status=status, body=json.dumps(body).encode(), limits=reply.limits)


def rate_limited(reply: Reply) -> Reply:
    """429 until the window ends; guests get a text."""
    if not reply.limits:
        return Reply(status=429, body=b"Rate limit exceeded", content_type="text/plain;charset=utf-8")
    return refused(replace(reply, limits={**reply.limits, "x-rate-limit-remaining": "0"}), problem(429))


def burst(reply: Reply) -> Reply:
    """429 for too many at once: requests are left."""
    limits = {**reply.limits, "x-rate-limit-remaining": BURST_LEFT} if reply.limits else {}
    return replace(rate_limited(reply), limits=limits)


def partial_errors(reply: Reply) -> Reply:
    """One more error beside what the answer brings: of an account that a tweet mentions."""
    if reply.status != 200 or not reply.limits:
        return reply
    body = json.loads(reply.body)
    error = missing("user", "entities.mentions.username", "ferry_office", "suspended")
    body["errors"] = [*body.get("errors", ()), error]
    return replace(reply, body=json.dumps(body, ensure_ascii=False).encode())


def huge() -> Iterator[bytes]:
    """One tweet whose text ends after 70 MiB."""
    yield b'{"data":[{"id":"2122842237235246119","text":"'
    for _ in range(HUGE_PARTS):
        yield b"a" * PART_BYTES
    yield b'"}]}'


def page_of_html(status: int) -> Reply:
    """What a machine before the API says."""
    return Reply(status=status, body=b"<!DOCTYPE html><title>Something went wrong</title>", content_type=HTML)


def cut_off(reply: Reply) -> Reply:
    """Half of the answer, under a length that is right for it."""
    return replace(reply, status=200, body=reply.body[: len(reply.body) // 2], bill=Bill())


FAULTS: dict[str, Spoil] = {
    "ok": lambda reply: reply,
    "429": rate_limited,
    "429-burst": burst,
    "429-bare": lambda reply: replace(rate_limited(reply), limits={}),
    "cap": lambda reply: refused(reply, USAGE_CAP),
    "500": lambda reply: refused(reply, problem(500)),
    "503": lambda reply: refused(reply, problem(503)),
    "broken-json": cut_off,
    "empty": lambda reply: replace(reply, status=200, body=b"", bill=Bill()),
    "partial-errors": partial_errors,
    "slow": lambda reply: reply,  # its wait is the server's
    "drop": lambda reply: replace(reply, dropped=True, bill=Bill()),
    "html": lambda reply: replace(page_of_html(200), limits=reply.limits),
    "huge": lambda reply: replace(reply, status=200, body=b"", stream=huge(), bill=Bill()),
}
