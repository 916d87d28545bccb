"""The invented timeline: ids, times, texts, and that everything a tweet can have is there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tasks.parsing.snowflake import snowflake_time
from tests.site.x_tweets import GONE, Timeline

TIMELINE = Timeline(tweets=600, users=12, seed=3)
POSTS = list(TIMELINE.posts.values())
SIGNS = {"hashtags": ("#", "tag"), "mentions": ("@", "username"), "urls": ("", "url")}

Post = dict[str, Any]


def refers(kind: str) -> Callable[[Post], bool]:
    """Whether a tweet does that with another."""
    return lambda post: any(ref["type"] == kind for ref in post.get("referenced_tweets", ()))


def media(kind: str) -> Callable[[Post], bool]:
    """Whether a tweet has such a picture or video."""
    keys = {key for key, film in TIMELINE.media.items() if film["type"] == kind}
    return lambda post: not keys.isdisjoint(post.get("attachments", {}).get("media_keys", ()))


def speaks(code: str) -> Callable[[Post], bool]:
    """Whether a tweet is in that language."""
    return lambda post: post["lang"] == code


def marks(kind: str) -> Callable[[Post], bool]:
    """Whether a tweet has such an entity."""
    return lambda post: kind in post.get("entities", {})


THINGS: dict[str, Callable[[Post], bool]] = {
    **{code: speaks(code) for code in ("ar", "en", "iw", "fa")},
    **{name: marks(name) for name in (*SIGNS, "annotations")},
    **{kind: refers(kind) for kind in ("retweeted", "quoted", "replied_to")},
    **{kind: media(kind) for kind in ("photo", "video")},
    "poll": lambda post: "poll_ids" in post.get("attachments", {}),
    "place": lambda post: "geo" in post,
    "long": lambda post: len(post.get("note_tweet", {}).get("text", "")) > 280,
    "edited": lambda post: len(post["edit_history_tweet_ids"]) == 2,
    "withheld": lambda post: "withheld" in post,
    "ampersand": lambda post: "&amp;" in post["text"],
    "cut retweet": lambda post: post["text"].startswith("RT @") and post["text"].endswith("…"),
    "gone quoted": lambda post: any(
        ref["id"] in TIMELINE.gone for ref in post.get("referenced_tweets", ()) if ref["type"] == "quoted"
    ),
    "topic": lambda post: "context_annotations" in post,
}


@pytest.mark.parametrize("thing", THINGS)
def test_has_everything(thing: str) -> None:
    """At least five tweets of each kind, and not all of them."""
    assert 5 <= sum(map(THINGS[thing], POSTS)) < len(POSTS)


def test_is_the_same_for_the_same_seed() -> None:
    """Nothing but the seed decides."""
    assert Timeline(tweets=600, users=12, seed=3).posts == TIMELINE.posts
    assert Timeline(tweets=600, users=12, seed=4).posts != TIMELINE.posts


@pytest.mark.parametrize("tweets", [0, 1, 19, 20, 38, 39, 77])
def test_has_as_many_tweets_as_were_wished(tweets: int) -> None:
    """Those that are gone come on top."""
    timeline = Timeline(tweets=tweets, users=1)
    assert len(timeline.posts) == tweets
    assert len(timeline.accounts) == 2
    assert set(timeline.gone).isdisjoint(timeline.posts)


def test_ids_are_snowflakes_of_the_span() -> None:
    """Ids ascend in time, created_at is the id's second, and some share a millisecond."""
    numbers = [int(name) for name in TIMELINE.posts]
    assert numbers == sorted(set(numbers))
    for post in POSTS:
        at = snowflake_time(post["id"])
        assert at is not None
        assert TIMELINE.begins <= at < TIMELINE.ends == TIMELINE.begins + timedelta(days=6)
        assert datetime.fromisoformat(post["created_at"]) == at.replace(microsecond=0)
    everything = [*numbers, *map(int, TIMELINE.gone)]
    assert 1 <= len(everything) - len({number >> 22 for number in everything}) < 60


@pytest.mark.parametrize("where", ["text", "note"])
def test_places_are_code_points_of_the_escaped_text(where: str) -> None:
    """Each entity stands where it says, in the text as sent; UTF-16 would be wrong for some."""
    wide = 0
    for post in [*POSTS, *TIMELINE.older.values()]:
        holder = post if where == "text" else post.get("note_tweet", {})
        text, entities = holder.get("text", ""), holder.get("entities", {})
        for kind, (sign, name) in SIGNS.items():
            for one in entities.get(kind, ()):
                assert text[one["start"] : one["end"]] == sign + one[name]
                wide += len(text[: one["start"]].encode("utf-16-le")) // 2 != one["start"]
        for one in entities.get("annotations", ()):
            assert text[one["start"] : one["end"] + 1] == one["normalized_text"]
    assert wide > 10


def test_references_lead_somewhere() -> None:
    """What a tweet refers to is an earlier tweet, or one that is gone; its author too."""
    for post in POSTS:
        for ref in post.get("referenced_tweets", ()):
            assert int(ref["id"]) < int(post["id"])
            assert ref["id"] in TIMELINE.posts or ref["id"] in TIMELINE.gone
            other = TIMELINE.posts.get(ref["id"])
            assert ref["type"] != "replied_to" or other is None or (
                post["in_reply_to_user_id"] == other["author_id"]
                and post["conversation_id"] == other["conversation_id"]
            )  # fmt: skip
        assert post["author_id"] in TIMELINE.accounts


def test_a_long_post_is_cut_off_in_its_text() -> None:
    """The text is the note's beginning and a link to the tweet itself."""
    for post in filter(THINGS["long"], POSTS):
        begun, _, link = post["text"].rpartition("… ")
        assert post["note_tweet"]["text"].startswith(begun)
        assert post["entities"]["urls"][-1]["expanded_url"].endswith(f"/status/{post['id']}")
        assert link.startswith("https://t.co/")


def test_an_edited_tweet_has_its_first_version() -> None:
    """Both versions name both, and only the last one is listed."""
    for post in filter(THINGS["edited"], POSTS):
        first, last = post["edit_history_tweet_ids"]
        assert last == post["id"]
        assert first not in TIMELINE.posts
        assert TIMELINE.older[first]["edit_history_tweet_ids"] == [first, last]


def test_tweets_are_gone_for_every_reason() -> None:
    """Deleted, protected, suspended and withheld ones, with their authors."""
    assert set(TIMELINE.gone.values()) == set(GONE)
    owners = {why: TIMELINE.author_of_gone(name)["id"] for name, why in TIMELINE.gone.items()}
    assert owners["protected"] == TIMELINE.protected["id"]
    assert owners["suspended"] == TIMELINE.suspended["id"] not in TIMELINE.accounts
    assert TIMELINE.begins.tzinfo is UTC
