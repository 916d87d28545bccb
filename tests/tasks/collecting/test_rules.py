"""What robots.txt files mean for us."""

from datetime import UTC, date, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.collecting import rules
from tasks.collecting.rules import Rulebook, Rules, parse_rules, read_rules
from warehouse.rows import Robots

US = "isnad/0.1 (+https://n.example/bot)"


def look(outcome="read", status=200, body=None):
    """One look at robots.txt."""
    return Robots(
        origin="https://n.example",
        run_id="r1",
        date=date(2026, 11, 22),
        host="n.example",
        outcome=outcome,
        status=status,
        error=None,
        body=body,
        fetched_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


def may(text, path):
    """Whether the file lets us ask the path."""
    return parse_rules(text, US).parsed.can_fetch(f"https://n.example{path}", US)


@pytest.mark.parametrize(
    ("text", "allowed", "denied"),
    [
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", "/a/c"),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdfs", "/x.pdf"),
        ("User-agent: other\nUser-agent: ISNAD\nDisallow: /a", "/b", "/a"),
        ("User-agent: isnad\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/b", "/a"),
        ("User-agent: isnad\nDisallow: /a\n\nUser-agent: isnad\nDisallow: /b", "/c", "/b"),
        ("User-agent: isnadbot\nDisallow: /\n\nUser-agent: *\nDisallow: /b", "/a", "/b"),
        ("\ufeffUser-Agent:*\r\nDisallow:/%D8%A7 # closed", "/b", "/ا"),
    ],
)
def test_our_group_and_the_longest_match(text, allowed, denied):
    """RFC 9309 §2.2: groups of one agent are one, ours comes before that of all, the longest rule holds."""
    assert may(text, allowed)
    assert not may(text, denied)


def test_a_thousand_agents_of_one_group_cost_nothing():
    """The parser we use would keep each rule once for each of them."""
    agents = "".join(f"User-agent: a{n}\n" for n in range(8_000))
    text = agents + "".join(f"Disallow: /{n}\n" for n in range(20_000)) + "\nUser-agent: *\nDisallow: /x"
    began = process_time()
    assert not may(text, "/x")
    assert process_time() - began < 5


@pytest.mark.parametrize(
    ("delay", "seconds"),
    [("7", 7.0), ("0.5", 0.5), ("86400", 120.0), ("-3", 0.0), ("nan", 0.0), ("soon", 0.0)],
)
def test_the_delay_is_bounded(delay, seconds):
    """At two minutes; what is no number is none."""
    assert parse_rules(f"User-agent: *\nCrawl-delay: {delay}", US).delay_s == seconds


@pytest.mark.parametrize(
    ("given", "outcome", "put_off"),
    [
        (look("http_error", 404), None, False),
        (look("http_error", 403), None, False),
        (look("empty"), None, False),
        (look("http_error", 500), "robots_denied", True),
        (look("http_error", 429), "robots_denied", True),
        (look("too_large"), "robots_denied", True),
        (look("not_modified", 304), "robots_denied", True),
        (look("timeout", None), "timeout", True),
        (look("blocked_address", None), "blocked_address", False),
    ],
)
def test_what_an_answer_stands_for(given, outcome, put_off):
    """No file forbids nothing; what cannot be known is not risked, and asked another night."""
    refusal = read_rules(given, US).refusal
    assert (refusal and refusal.outcome, bool(refusal and refusal.put_off)) == (outcome, put_off)


@given(st.text(max_size=300))
def test_any_text_gives_rules(text):
    """Whatever stands there, an address is allowed or not, and the delay is a number."""
    found = parse_rules(f"User-agent: *\n{text}", US)
    assert found.parsed.can_fetch("https://n.example/a", US) in (True, False)
    assert 0 <= found.delay_s <= 120


def test_few_large_files_are_parsed_at_a_time(monkeypatch):
    """Those asked for longest ago make room, and are parsed again when asked: nothing is forgotten."""
    text = "User-agent: *\nContent-Signal: ai-train=no\n" + "".join(f"Disallow: /{n}\n" for n in range(9))
    monkeypatch.setattr(rules, "MAX_TEXT", 400)
    book = Rulebook()
    for name in "abcde":
        book.keep(name, parse_rules(text, US))
    book.keep("none", Rules())
    assert sum(found.parsed is not None for found in book.rules.values()) < 5
    for name in "abcde":
        found = book.get(name)
        assert not found.parsed.can_fetch("https://n.example/3", US)
        assert found.signal == "content-signal: ai-train=no"
    assert book.size <= 400
    assert book.get("none") == Rules()
    assert book.get("never") is None


def test_the_largest_files_are_forgotten_first(monkeypatch):
    """A hostile site with thousands of large ones costs the others nothing."""
    monkeypatch.setattr(rules, "MAX_PACKED", 1_000)
    small = parse_rules("User-agent: *\nDisallow: /a", US)
    large = parse_rules("User-agent: *\n" + "".join(f"Disallow: /{n * 7919}\n" for n in range(900)), US)
    book = Rulebook()
    for name, found in (("a", small), ("b", large), ("c", small), ("d", large)):
        book.keep(name, found)
    assert (book.get("a"), book.get("c")) == (small, small)
    assert book.get("b") is None
    assert book.packed_size == sum(len(found.packed) for found in book.rules.values())
