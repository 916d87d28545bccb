"""What is forgotten cut out of payloads."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.x.cutting import Names
from tasks.parsing.x.payload import Payload
from tasks.parsing.x.reading import FORMS, read_payload
from tasks.parsing.x.redact import REDACTED, redact, redact_page
from tests.tasks.parsing.x.conftest import stored

NOBODY: frozenset[str] = frozenset()
HARBOUR = {"id": "10", "text": "the harbour opens", "author_id": "1"}
MILL = {"id": "11", "text": "المطحنة 🌊", "author_id": "2"}


def without(
    body: bytes, form: str, *ids: str, author_ids: tuple[str, ...] = (), handles: tuple[str, ...] = ()
) -> bytes:
    """The body without these."""
    return redact(body, form, frozenset(ids), frozenset(author_ids), frozenset(handles))


def test_every_form_is_known() -> None:
    """Of a form that is not, nothing stays."""
    assert FORMS.keys() <= REDACTED.keys()
    assert without(b"anything", "carved in stone", "10") == b""


def test_an_answer_keeps_its_bytes_where_nothing_goes() -> None:
    """And is written anew without what goes, numbers and texts as they were."""
    body = b'{ "data": [ {"id":"11","text":"\\u0645 \\ud83c","n":12345678901234567890123,"f":1.50} ] }'
    assert without(body, "api_v2", "10") == body
    both = json.dumps({"data": [HARBOUR, MILL], "meta": {"n": 2**70}}, ensure_ascii=False).encode()
    kept = without(both, "api_v2", "10")
    assert json.loads(kept) == {"data": [MILL], "meta": {"n": 2**70}}
    assert "المطحنة".encode() in kept
    lone = b'{"data":[{"id":"10","text":"x"},{"id":"11","text":"\\ud83c"}]}'
    assert json.loads(without(lone, "api_v2", "10"))["data"] == [{"id": "11", "text": "\ud83c"}]


def test_one_tweet_alone() -> None:
    """An answer of which nothing is left is an empty object."""
    assert without(json.dumps({"data": HARBOUR}).encode(), "api_v2", "10") == b"{}"


def test_lines_keep_their_numbers() -> None:
    """The others keep their bytes; a broken line goes where it names what goes."""
    lines = [
        json.dumps(HARBOUR),
        '{"id": "11",   "text": "mill"}\r',
        "",
        '{"id": "10", "text": "the har',
        "{broken",
    ]
    body = "\n".join(lines).encode()
    assert without(body, "lines", "10").split(b"\n") == [b"", lines[1].encode(), b"", b"", b"{broken"]


def test_what_a_retweet_repeats_stays() -> None:
    """On its line, in its list or its answer, where only the retweet goes."""
    inner = {"id_str": "10", "full_text": "the harbour"}
    outer = {"id_str": "30", "full_text": "RT", "retweeted_status": inner}
    assert json.loads(without(json.dumps(outer).encode(), "lines", "30")) == inner
    assert json.loads(without(json.dumps([outer]).encode(), "api_v1", "30")) == [inner]
    found = json.dumps({"statuses": [outer]}).encode()
    assert json.loads(without(found, "api_v1", "30")) == {"statuses": [inner]}
    assert without(found, "api_v1", "10", "30") == b'{"statuses":[]}'


def test_an_archive() -> None:
    """Elements that stay keep their bytes, in the whole file and in a part of it."""
    one, two = (
        '{"tweet": {"id_str": "10", "full_text": "the harbour"}}',
        '{ "tweet" : {"id_str": "11", "full_text": "é"} }',
    )
    whole = f"window.YTD.tweets.part0 = [ {one},\n{two} ]".encode()
    assert without(whole, "archive", "10") == f"window.YTD.tweets.part0 = [{two}]".encode()
    assert without(f"{one},{two}".encode(), "archive", "10") == two.encode()
    assert without(f"{two},".encode(), "archive", "10") == two.encode()
    broken = f'{two}, {{"tweet": {{"id_str": "10", "full_text": "the har, {two}'.encode()
    assert b"har" not in without(broken, "archive", "10")


def test_a_mention_in_an_archive() -> None:
    """Is no reason for the tweet to go."""
    mention = {"screen_name": "Wazir", "name": "W", "id_str": "1", "indices": ["0", "6"]}
    tweet = {"id_str": "11", "full_text": "@Wazir", "entities": {"user_mentions": [mention]}}
    body = json.dumps([{"tweet": tweet}]).encode()
    [kept] = json.loads(without(body, "archive", handles=("wazir",)))
    del mention["name"]
    assert kept["tweet"]["entities"]["user_mentions"] == [mention]


def test_a_table() -> None:
    """Rows that stay keep their bytes, line breaks in cells included; mentions lose their profiles."""
    profile = json.dumps([{"start": 0, "end": 6, "username": "wazir", "id": "1", "name": "W"}]).replace(
        '"', '""'
    )
    header = "id,author_id,author.username,text,entities.mentions\r\n"
    rows = [
        '10,1,wazir,"the\nharbour",\r\n',
        '11,2,safir,"a ""mill""\n of two lines",\r\n',
        f'12,2,safir,@wazir,"{profile}"\r\n',
        "10,broken\r\n",
        "13,2,safir\r\n",
    ]
    body = (header + "".join(rows)).encode()
    assert without(body, "twarc_csv", "10") == (header + rows[1] + rows[2] + rows[4]).encode()
    kept = without(body, "twarc_csv", "10", author_ids=("1",))
    cells = list(csv.reader(io.StringIO(kept.decode(), newline="")))
    assert [row[0] for row in cells] == ["id", "11", "12", "13"]
    assert json.loads(cells[2][4]) == [{"start": 0, "end": 6, "username": "wazir", "id": "1"}]


@pytest.mark.parametrize("gone", [{"ids": ["10"]}, {"author_ids": ["1"]}, {"handles": ["wazir"]}])
def test_a_retweet_in_a_table(gone: dict[str, list[str]]) -> None:
    """Has the words of the tweet it repeats, and goes with it; the other rows stay."""
    header = "id,author_id,text,referenced_tweets.retweeted.id,retweeted_user_id,retweeted_username\n"
    other = "12,3,the mill,,,\n"
    body = f"{header}11,2,the harbour,10,1,Wazir\n{other}".encode()
    ids, author_ids, handles = (frozenset(gone.get(name, ())) for name in ("ids", "author_ids", "handles"))
    page = stored(body, Payload(form="twarc_csv"))
    kept = redact_page(page, Names(ids=ids, author_ids=author_ids, handles=handles))
    assert kept.body == (header + other).encode()


def test_what_guests_see() -> None:
    """One tweet goes whole; a quoted one goes out of the other."""
    quoted = {"id_str": "10", "text": "the harbour", "user": {"id_str": "1", "screen_name": "Wazir"}}
    body = {
        "id_str": "11",
        "text": "look",
        "user": {"id_str": "2", "screen_name": "safir"},
        "quoted_tweet": quoted,
    }
    raw = json.dumps(body).encode()
    assert without(raw, "syndication", "11") == b"{}"
    assert json.loads(without(raw, "syndication", "10")) == {
        k: v for k, v in body.items() if k != "quoted_tweet"
    }
    assert without(raw, "syndication", handles=("safir",)) == b"{}"
    embed = b'{"url":"https:\\/\\/x.com\\/Wazir\\/status\\/10","html":"<p>the harbour</p>"}'
    assert without(embed, "oembed", "10") == without(embed, "oembed", handles=("wazir",)) == b"{}"
    assert without(embed, "oembed", "11") == embed


def gone(*ids: str, **accounts: frozenset[str]) -> Names:
    """What is to go."""
    return Names(ids=frozenset(ids), **({"author_ids": NOBODY, "handles": NOBODY} | accounts))


def test_the_archive_of_a_forgotten_account() -> None:
    """Goes whole, with the account's name in its evidence: long posts in it do not say whose they are."""
    page = stored(
        b'[{"noteTweet": {"core": {"text": "the harbour"}}}]', Payload(form="archive", asked=("1:Wazir:W",))
    )
    kept = redact_page(page, gone(author_ids=frozenset({"1"})))
    assert (kept.body, kept.evidence) == (b"", '{"form": "archive"}')
    other = redact_page(page, gone(author_ids=frozenset({"2"})))
    assert other == page


def test_a_page_of_the_web_stays() -> None:
    """As it was received."""
    page = replace(stored(b"<p>the harbour</p>", Payload(form="api_v1")), discovered_via="feed")
    assert redact_page(page, gone("10")) is page


def test_where_something_is_still_read_nothing_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left is read as extraction reads it."""
    page = stored(
        b'[{"id_str": "10", "full_text": "the harbour", "user": {"id_str": "1"}}]', Payload(form="api_v1")
    )
    assert redact_page(page, gone("10")).body == b"[]"
    monkeypatch.setitem(REDACTED, "api_v1", lambda body, names: body)
    assert redact_page(page, gone("10")).body == b""


FILES = {
    "api_v1": ("v1_1/*payload*.json",),
    "archive": ("archive/*.js",),
    "syndication": ("syndication/emusks*.json", "syndication/synthetic*.json"),
    "oembed": ("oembed/*.json",),
    "api_v2": ("v2/twitwi__payload*.json", "v2/synthetic__renamed*.json"),
    "lines": ("v2/*.jsonl",),
}


@pytest.mark.parametrize("form", sorted(FILES))
def test_each_tweet_out_of_real_payloads(shared: Path, form: str) -> None:
    """Without one tweet, and what repeats it, the others are read as before."""
    paths = [path for pattern in FILES[form] for path in sorted(shared.glob(pattern))]
    assert paths
    for path in paths:
        page = stored(path.read_bytes(), Payload(form=form))
        before = read_payload(page, Payload(form=form)).copies
        for key in sorted(before)[:40]:
            repeats = {name for name, copy in before.items() if copy.tweet.retweeted_tweet_id == key}
            ids = {key} | repeats
            kept = redact_page(page, gone(*ids))
            after = read_payload(kept, Payload(form=form)).copies
            inside = form == "syndication"  # an answer is one tweet: what it shows goes with it
            assert after.keys() == (after.keys() if inside else before.keys()) - ids, (path.name, key)
            for name, copy in after.items():
                assert copy.tweet.text == before[name].tweet.text
                assert copy.counts == before[name].counts
                assert copy.entities == before[name].entities
                assert copy.media == before[name].media
            text = before[key].tweet.text
            said = [copy.tweet.text or "" for copy in after.values()]
            if text and not any(text in other for other in said):
                assert json.dumps(text)[1:-1].encode() not in kept.body
                assert text.encode() not in kept.body


@pytest.mark.parametrize("form", sorted(REDACTED))
@given(body=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_hostile_bytes(form: str, body: bytes) -> None:
    """Whatever they are, this comes to an end."""
    assert isinstance(without(body, form, "10", author_ids=("1",), handles=("wazir",)), bytes)
    if form not in ("archive",):
        assert without(body, form) == body or form == "oembed"


@given(
    st.lists(st.sampled_from("0123456789"), max_size=8), st.sets(st.sampled_from("0123456789"), min_size=1)
)
def test_any_lines(order: list[str], chosen: set[str]) -> None:
    """Of lines of tweets exactly the chosen ones go."""
    lines = [json.dumps({"id": f"1{digit}", "text": f"word{digit}"}).encode() for digit in order]
    kept = without(b"\n".join(lines), "lines", *(f"1{digit}" for digit in chosen)).split(b"\n")
    expected = [b"" if digit in chosen else line for digit, line in zip(order, lines, strict=True)]
    assert kept == (expected or [b""])
