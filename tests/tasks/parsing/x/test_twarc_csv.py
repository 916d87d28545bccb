"""Tables of twarc-csv as rows."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tasks.parsing.x.gathered import Gathered
from tasks.parsing.x.ranks import CSV

Read = Callable[..., Gathered]

ROW: dict[str, Any] = {
    "id": "1800000000000000001",
    "conversation_id": "1800000000000000001",
    "referenced_tweets.replied_to.id": "",
    "referenced_tweets.retweeted.id": "",
    "referenced_tweets.quoted.id": "1700000000000000001",
    "author_id": "90",
    "in_reply_to_user_id": "",
    "in_reply_to_username": "",
    "retweeted_user_id": "",
    "retweeted_username": "",
    "quoted_user_id": "91",
    "quoted_username": "ministry",
    "created_at": "2024-06-10T08:00:00.000Z",
    "text": "Fog &amp; rain\\n#ميناء @ferries https://t.co/a1",
    "lang": "en",
    "source": "Desk",
    "public_metrics.impression_count": "32.0",
    "public_metrics.like_count": "5",
    "reply_settings": "everyone",
    "edit_history_tweet_ids": json.dumps(["1800000000000000001"]),
    "edit_controls.edits_remaining": "5.0",
    "edit_controls.is_edit_eligible": "True",
    "possibly_sensitive": "False",
    "withheld.country_codes": json.dumps(["NL"]),
    "entities.hashtags": json.dumps(["#ميناء"]),
    "entities.mentions": json.dumps(["@Ferries"]),
    "entities.urls": json.dumps(["https://harbour.example/1"]),
    "context_annotations": json.dumps([{"domain": {"id": "46"}, "entity": {"id": "7", "name": "Ports"}}]),
    "attachments.media": json.dumps(
        [{"media_key": "3_1", "type": "photo", "url": "https://pbs.example/1.jpg"}]
    ),
    "attachments.media_keys": json.dumps(["3_1"]),
    "attachments.poll.options": json.dumps([{"position": 1, "label": "Yes", "votes": 2}]),
    "attachments.poll.duration_minutes": "1440.0",
    "attachments.poll_ids": json.dumps(["7"]),
    "author.id": "90",
    "author.username": "PortOfHalden",
    "author.name": "Port",
    "author.description": "News of #Halden",
    "author.entities.description.hashtags": json.dumps(["#Halden"]),
    "author.url": "https://harbour.example",
    "author.protected": "False",
    "author.public_metrics.followers_count": "7",
    "author.verified_type": "blue",
    "geo.coordinates.coordinates": json.dumps([11.3, 59.1]),
    "geo.full_name": "Halden, Norland",
    "geo.geo.bbox": json.dumps([11.1, 59.0, 11.5, 59.2]),
    "geo.id": "01a",
    "geo.place_id": "01a",
    "__twarc.retrieved_at": "2025-01-02T03:04:05+00:00",
}
RETWEET = {
    "referenced_tweets.quoted.id": "", "quoted_user_id": "", "quoted_username": "",
    "referenced_tweets.retweeted.id": "1700000000000000001", "retweeted_user_id": "91",
    "retweeted_username": "ministry",
}  # fmt: skip


def table(*rows: dict[str, Any]) -> bytes:
    """The rows as a CSV writer writes them."""
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def test_a_row(read: Read) -> None:
    """Each cell in its column."""
    found = read(table(ROW), "twarc_csv")
    assert set(found.copies) == {ROW["id"]}
    copy = found.copies[ROW["id"]]
    tweet = copy.tweet
    assert tweet.text == "Fog & rain\n#ميناء @ferries https://t.co/a1"
    assert (tweet.author_handle, tweet.language, tweet.client_name) == ("PortOfHalden", "en", "Desk")
    assert (tweet.quoted_tweet_id, tweet.quoted_user_id, tweet.quoted_handle) == (
        "1700000000000000001",
        "91",
        "ministry",
    )
    assert (tweet.edits_remaining, tweet.edit_eligible, tweet.possibly_sensitive) == (5, True, False)
    assert (tweet.edit_ids, tweet.withheld_countries) == ((ROW["id"],), ("NL",))
    assert (tweet.poll_id, tweet.poll_duration_min) == ("7", 1440)
    assert (tweet.place_full_name, tweet.place_west, tweet.longitude) == ("Halden, Norland", 11.1, 11.3)
    assert (tweet.source_kind, tweet.completeness) == ("csv", CSV)
    assert tweet.observed_at == datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert copy.counts is not None
    assert (copy.counts.likes, copy.counts.impressions, copy.counts.replies) == (5, 32, None)
    assert [row.url for row in copy.media] == ["https://pbs.example/1.jpg"]
    assert not found.faults


def test_its_entities(read: Read) -> None:
    """Found again in the text."""
    copy = read(table(ROW), "twarc_csv").copies[ROW["id"]]
    shown = [(row.kind, (copy.tweet.text or "")[row.start : row.end]) for row in copy.entities if row.end]
    assert shown == [("hashtag", "#ميناء"), ("mention", "@ferries"), ("url", "https://t.co/a1")]
    assert copy.entities[2].url_expanded == "https://harbour.example/1"
    assert (copy.entities[3].kind, copy.entities[3].text) == ("context", "Ports")


def test_its_author(read: Read) -> None:
    """The account, with the entities of its description found again."""
    author = read(table(ROW), "twarc_csv").authors["90"]
    assert (author.handle, author.followers, author.verified_type) == ("PortOfHalden", 7, "blue")
    assert json.loads(author.description_entities or "") == {
        "hashtags": [{"end": 15, "start": 8, "tag": "Halden"}]
    }
    assert (author.url, author.protected, author.source_kind) == ("https://harbour.example", False, "csv")


def test_entities_as_objects(read: Read) -> None:
    """As `--no-process-entities` leaves them."""
    tag = json.dumps([{"tag": "ميناء", "start": 15, "end": 21}])
    copy = read(table(ROW | {"entities.hashtags": tag}), "twarc_csv").copies[ROW["id"]]
    assert (copy.tweet.text or "")[copy.entities[0].start : copy.entities[0].end] == "#ميناء"


def test_every_cell_as_json(read: Read) -> None:
    """As `--json-encode-all` writes them."""
    encoded = {name: json.dumps(value) if isinstance(value, str) and value[:1] not in "[{" else value
               for name, value in ROW.items()}  # fmt: skip
    encoded |= {"possibly_sensitive": "false", "public_metrics.like_count": "5"}
    plain, given = (read(table(row), "twarc_csv") for row in (ROW, encoded))
    assert given.copies[ROW["id"]].tweet.text == plain.copies[ROW["id"]].tweet.text
    assert given.copies[ROW["id"]].tweet.possibly_sensitive is False


def test_a_retweet(read: Read) -> None:
    """The row has the text, media and counts of the tweet it repeats: they become that one's."""
    found = read(table(ROW | RETWEET), "twarc_csv")
    own, repeated = found.copies[ROW["id"]], found.copies["1700000000000000001"]
    assert own.tweet.text == "RT @ministry: Fog & rain\n#ميناء @ferries https://t.co/a1"
    assert own.tweet.retweeted_handle == "ministry"
    assert repeated.tweet.text == "Fog & rain\n#ميناء @ferries https://t.co/a1"
    assert (repeated.tweet.author_id, repeated.tweet.author_handle) == ("91", "ministry")
    assert not repeated.tweet.asked_for
    assert repeated.counts is not None
    assert (repeated.counts.likes, own.counts) == (5, None)
    assert [row.kind for row in own.entities] == ["mention", "hashtag", "mention", "url", "context"]


@pytest.mark.parametrize("handle", ["ministry", ""])
def test_a_retweet_with_its_own_text(read: Read, handle: str) -> None:
    """Where what it repeats was not there, or was not put in its place."""
    row = ROW | RETWEET | {"text": "RT @ministry: Fog…", "retweeted_username": handle}
    found = read(table(row), "twarc_csv")
    assert set(found.copies) == {ROW["id"]}
    assert found.copies[ROW["id"]].tweet.text == "RT @ministry: Fog…"
    assert found.copies[ROW["id"]].tweet.text_truncated


def test_a_row_knows_its_own_tweet_better(read: Read) -> None:
    """Than another row that repeats it."""
    own = ROW | {"id": "1700000000000000001", "created_at": "2023-09-07T10:00:00.000Z"}
    found = read(table(ROW | RETWEET, own), "twarc_csv")
    assert found.copies["1700000000000000001"].tweet.created_source == "api"


@pytest.mark.parametrize("cell", ["1.38E+18", "1383055313276960000.0", "id 20", "-20"])
def test_an_id_out_of_a_spreadsheet(read: Read, cell: str) -> None:
    """It is none, and its row is a fault; the next is read."""
    found = read(table(ROW | {"id": cell}, ROW), "twarc_csv")
    assert set(found.copies) == {ROW["id"]}
    assert [(row.fault, row.line) for row in found.faults] == [("bad_value", 2)]
    wrong = read(table(ROW | {"author_id": cell}), "twarc_csv")
    assert wrong.copies[ROW["id"]].tweet.author_id is None
    assert [row.fault for row in wrong.faults] == ["bad_value"]


def test_lines_of_the_file(read: Read) -> None:
    """A row begins on the line after the one before, however many lines that has."""
    body = table(ROW | {"text": "two\nlines"}, ROW | {"id": "x"})
    found = read(b"\xef\xbb\xbf" + body, "twarc_csv", line=101)
    assert [row.line for row in found.faults] == [104]


def test_a_row_cut_off(read: Read) -> None:
    """A fault: where a file ends in the middle of a row, its text may too."""
    body = table(ROW, ROW)
    found = read(body[: len(body) - 200], "twarc_csv")
    assert [(row.fault, row.line) for row in found.faults] == [("not_a_tweet", 3)]
    assert len(found.copies) == 1


def test_a_cell_too_long(read: Read) -> None:
    """A fault, and the next row is read."""
    found = read(table(ROW | {"text": "x" * 200_000}, ROW), "twarc_csv")
    assert set(found.copies) == {ROW["id"]}
    assert "too_long" in [row.fault for row in found.faults]


@pytest.mark.parametrize("body", [b"", b"\n\n", b"name,text\na,b\n", b"\xff\xfe\x00"])
def test_what_is_no_such_table(read: Read, body: bytes) -> None:
    """One fault."""
    assert [row.fault for row in read(body, "twarc_csv").faults] == ["not_a_tweet"]


def test_columns_that_do_not_fit(read: Read) -> None:
    """A name that is both a value and the parent of others keeps the first."""
    found = read(b"id,text,geo,geo.id,author_id.x\n20,Fog,here,01a,5\n", "twarc_csv")
    assert found.copies["20"].tweet.text == "Fog"
