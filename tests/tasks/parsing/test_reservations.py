"""What publishers say of the use of their text."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.document import parse_html
from tasks.parsing.meta import Meta, read_meta
from tasks.parsing.reservations import (
    Reservation,
    content_signal,
    content_signal_header,
    no_ai,
    tdm_reservation,
)

POLICY = "https://gazette.example/tdm.json"
RESERVED, FREE = Reservation(reserved=True, policy=None), Reservation(reserved=False, policy=None)
NOTHING = Meta(values={})


def meta(**values):
    """The meta elements of a page, by name with `_` for `-`."""
    return Meta(values={name.replace("_", "-"): tuple(listed) for name, listed in values.items()})


@pytest.mark.parametrize(
    ("lines", "signal"),
    [
        ("Content-Signal: search=yes, ai-input=no", "content-signal: search=yes, ai-input=no"),
        ("content-signal:SEARCH = Yes,a=no,,use=full", "content-signal: search=yes, a=no, use=full"),
        (" Content-Signal : ai-train=no # our text\tis ours", "content-signal: ai-train=no"),
        ("Content-Signal: /Archive/  ai-train=No", "content-signal: /Archive/ ai-train=no"),
        ("Content-Usage: train-ai=n", "content-usage: train-ai=n"),
        ("Content-Usage: /\ttrain-ai=n ; x = 1", "content-usage: / train-ai=n;x=1"),
        ("Content-Signal: a=no\nAllow: /b\nContent-Usage: a=n", "content-signal: a=no; content-usage: a=n"),
        ("Content-Signal: a=no\nContent-Signal: A=no\nContent-Usage: /", "content-signal: a=no"),
        ("Content-Signal: nothing at all", "content-signal: nothing at all"),
        ("Content-Signal: a \x1b =\x1bno\u202e ", "content-signal: a=no"), ("Content-Signal:", None),
        ("Content-Signal: , ,", None), ("Content-Signal: /archive/", None),
        ("Content-Signal ai-train=no", None), ("# Content-Signal: ai-train=no", None),
        ("Content-Signals: ai-train=no", None),
    ],
)  # fmt: skip
def test_lines_are_tidied(lines, signal):
    """Each line once with its name, in lower case but for its path; a line without a pair says nothing."""
    assert content_signal(f"User-agent: *\n{lines}\nAllow: /\n", "isnad") == signal


@pytest.mark.parametrize(
    ("robots", "said"),
    [
        ("User-agent: *\n{}", True), ("\ufeffuser-AGENT : *\r\n\r\n{}", True),
        ("User-agent: isnad\r{}", True), ("User-agent: ISNAD/1.0\n{}", True),
        ("User-agent: isnad*\n{}", True),
        ("User-agent: Pressbot\nUser-agent: isnad\nUser-agent: Otherbot\n{}", True),
        ("User-agent: isnad\nSitemap: https://n.example/s.xml\n\n# text\nUser-agent: Pressbot\n{}", True),
        ("User-agent: *\nDisallow: /a\nSitemap: https://n.example/s.xml\n{}", True),
        ("User-agent: Pressbot\nAllow: /\nUser-agent: *\n{}", True),
        ("User-agent: isnad\nAllow: /\n\nUser-agent: Pressbot\nAllow: /\n\nUser-agent: isnad\n{}", True),
        ("", False), ("{}", False), ("Sitemap: https://n.example/s.xml\n{}", False),
        ("User-agent: Pressbot\n{}", False), ("User-agent: isnadbot\n{}", False),
        ("User-agent: isnad2\n{}", False), ("User-agent:\n{}", False),
        ("User-agent: *\n{}\nUser-agent: isnad\nAllow: /", False),
        ("User-agent: isnad\n\nUser-agent: *\nAllow: /\nUser-agent: Pressbot\n{}", False),
        ("User-agent: *\nCrawl-delay: 5\nUser-agent: Pressbot\n{}", False),
    ],
)  # fmt: skip
def test_the_group_that_holds(robots, said):
    """All groups that name the agent are one; only where none does is it the group of everybody."""
    text = robots.replace("{}", "Content-Signal: ai-train=no")
    assert content_signal(text, "Isnad/0.1 (+https://n.example)") == (
        "content-signal: ai-train=no" if said else None
    )


def test_merged_groups_keep_the_order_of_the_file():
    """Signals of several groups of one agent follow each other as they stand."""
    robots = (
        "User-agent: isnad\nContent-Signal: b=no\n\nUser-agent: x\n\nUser-agent: isnad\nContent-Signal: a=no"
    )
    assert content_signal(robots, "isnad") == "content-signal: b=no; content-signal: a=no"


def test_what_is_cut_off_is_seen():
    """Thousands of lines, or one without end, are cut at a line, and a mark stays."""
    many = "User-agent: *\n" + "".join(f"Content-Signal: /{number} ai-train=no\n" for number in range(9_000))
    said = content_signal(many, "isnad") or ""
    assert len(said) <= 2_010
    assert said.startswith("content-signal: /0 ai-train=no; content-signal: /1 ai-train=no; ")
    assert said.endswith(" ai-train=no; …")
    assert content_signal("User-agent: *\nContent-Signal: " + "a=no," * 9_000, "isnad") == "content-signal: …"


def test_signals_in_headers():
    """Headers of any case give the same form."""
    headers = [("Content-Usage", "train-ai=n,search=y"), ("CONTENT-SIGNAL", "ai-train=no"), ("Server", "x=y")]
    assert (
        content_signal_header(headers) == "content-usage: train-ai=n, search=y; content-signal: ai-train=no"
    )
    assert content_signal_header([]) is None


@pytest.mark.parametrize(
    ("headers", "values", "said"),
    [
        ([("TDM-Reservation", " 1 ")], {}, RESERVED), ([("tdm-reservation", "0")], {}, FREE),
        ([("tdm-reservation", "1"), ("tdm-policy", POLICY)], {}, Reservation(reserved=True, policy=POLICY)),
        ([("tdm-reservation", "0"), ("tdm-policy", POLICY)], {}, FREE),
        ([("tdm-reservation", "1"), ("tdm-reservation", "1")], {}, RESERVED),
        ([("tdm-reservation", "1"), ("tdm-policy", "our terms")], {}, RESERVED),
        ([("tdm-reservation", "1"), ("tdm-policy", "/" + "a" * 9_000)], {}, RESERVED),
        ([], {"tdm_reservation": ["1"], "tdm_policy": ["/t"]}, Reservation(reserved=True, policy="/t")),
        ([("tdm-reservation", "0")], {"tdm_reservation": ["1"]}, RESERVED),
        ([("tdm-reservation", "1")], {"tdm_reservation": ["0"]}, FREE),
        ([("tdm-reservation", "1")], {"tdm_reservation": ["2"]}, RESERVED),
        ([("tdm-policy", "/h")], {"tdm_reservation": ["1"]}, Reservation(reserved=True, policy="/h")),
        ([], {}, None), ([("tdm-policy", POLICY)], {}, None),
        ([("tdm-reservation", "1"), ("tdm-reservation", "0")], {}, None),
        ([], {"tdm_reservation": ["0", "1"]}, None),
        *(([("tdm-reservation", value)], {}, None) for value in ("", "2", "1, 1", "01", "true", "yes", "١")),
    ],
)  # fmt: skip
def test_tdm_reservation(headers, values, said):
    """One or zero, the page before its headers; anything else, and a contradiction, is unset."""
    assert tdm_reservation(headers, meta(**values)) == said


@pytest.mark.parametrize(
    "tag",
    [
        "noai", "NoAI, noimageai", "noindex,noai", "noimageai noai", "max-snippet:20, noai",
        "unavailable_after: Sunday, 06-Nov-94 08:49:37 GMT, noai", "noai, pressbot: noindex", "*: noai",
    ],
)  # fmt: skip
def test_no_ai(tag):
    """The word stands among the rules for everybody, in a header or a meta element."""
    assert no_ai([("X-Robots-Tag", tag)], NOTHING) is True
    assert no_ai([], meta(robots=["index", tag])) is True


@pytest.mark.parametrize(
    "tag",
    ["", "all", "noimageai", "noaindex", "no ai", "pressbot: noai", "noindex, pressbot: nofollow, noai"],
)
def test_nothing_is_said_of_the_text(tag):
    """Other rules, pictures alone, and what is said to one agent say nothing."""
    assert no_ai([("x-robots-tag", tag), ("x-tag", "noai")], NOTHING) is None


def test_each_header_is_read_for_itself():
    """An agent named in one header does not narrow the next."""
    assert no_ai([("x-robots-tag", "pressbot: noindex"), ("x-robots-tag", "noai")], NOTHING) is True


def test_on_a_page():
    """The keys are those that the page's meta elements are read into."""
    tree = parse_html(
        f"<html><head><meta name='TDM-Reservation' content=' 1'><meta name='tdm-policy' content='{POLICY}'>"
        "<meta name='Robots' content='NOAI'></head></html>"
    )
    assert tree is not None
    assert tdm_reservation([], read_meta(tree)) == Reservation(reserved=True, policy=POLICY)
    assert no_ai([], read_meta(tree)) is True
    assert no_ai([], NOTHING) is None


@pytest.mark.parametrize(
    "fill",
    [
        "user-agent: *\n",
        "user-agent: *\ncontent-signal: a=b\n",
        "content-signal: a = b,",
        ",",
        "=",
        " ",
        "#",
        "/ ",
    ],
)
def test_time_on_hostile_files(fill):
    """A file of the greatest size that is made to be slow is read in a fraction of a second."""
    for opening in ("", "user-agent: *\ncontent-signal:", "user-agent: *\ncontent-signal: /"):
        robots = opening + fill * 512_000
        started = process_time()
        content_signal(robots, "isnad")
        assert process_time() - started < 2, opening


ROBOTS = st.lists(
    st.sampled_from([
        "User-agent: *", "User-agent: isnad", "User-agent: x", "Content-Signal: a=b",
        "Content-Usage: / a = b;", "Disallow: /", "Sitemap: x",
        "#", ":", ",", "\n", "\r\n", " ", "\0", "\ud800", "خ", "\u2028",
    ]),
    max_size=30,
).map("".join)  # fmt: skip


@given(st.text(max_size=200) | ROBOTS, st.text(max_size=10) | st.just("isnad"))
def test_any_file_is_read_to_the_end(robots, agent):
    """Never an exception; what comes out is printable and reads as the same again."""
    said = content_signal(robots, agent)
    assert said is None or said.isprintable()
    if said:
        again = "User-agent: *\n" + said.replace("; content-", "\ncontent-")
        assert content_signal(again, "isnad") == said


PAIRS = st.lists(
    st.tuples(
        st.sampled_from(["X-Robots-Tag", "tdm-reservation", "tdm-policy", "Content-Usage"]),
        st.text(max_size=40),
    )
)


@given(PAIRS, st.lists(st.text(max_size=40)))
def test_any_header_and_any_meta(headers, values):
    """Never an exception; a policy is one printable word and stands only with a reservation."""
    page = meta(robots=values, tdm_reservation=values, tdm_policy=values)
    said = tdm_reservation([*headers, ("tdm-reservation", "1")], page)
    assert said is None or said.policy is None or (said.reserved and said.policy.isprintable())
    assert no_ai(headers, page) in (True, None)
    content_signal_header(headers)
