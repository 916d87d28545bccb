"""What guests are shown: tweet-result and oEmbed."""

import json
from collections.abc import Iterator

import pytest

from tests.site.x_api import Timeline, XApi, serve_x
from tests.site.x_guests import TOMBSTONES
from tests.site.x_reader import ask

TIMELINE = Timeline(tweets=200, users=6, seed=2)
GONE = {why: name for name, why in TIMELINE.gone.items()}
NAMES = {"hashtags": ("text", "#"), "user_mentions": ("screen_name", "@"), "urls": ("url", "")}


@pytest.fixture(scope="module")
def x() -> Iterator[XApi]:
    """The server."""
    with serve_x(TIMELINE) as running:
        yield running


def result(x: XApi, tweet_id: str, **more: str) -> dict[str, object]:
    """What tweet-result says of a tweet."""
    response = ask(x, "/tweet-result", {"id": tweet_id, "token": "4c7g", "lang": "en", **more}, token=None)
    assert response.status_code == 200
    found: dict[str, object] = response.json()
    return found


@pytest.mark.parametrize("post", list(TIMELINE.posts.values())[::7], ids=lambda post: post["id"])
def test_shows_a_tweet(x: XApi, post: dict[str, object]) -> None:
    """Its text, its author, and entities where they say they are."""
    shown = json.loads(json.dumps(result(x, str(post["id"]))))
    assert (shown["__typename"], shown["id_str"], shown["text"]) == ("Tweet", post["id"], post["text"])
    assert shown["user"]["id_str"] == post["author_id"]
    assert ("note_tweet" in shown) == ("note_tweet" in post)
    for kind, (name, sign) in NAMES.items():
        for one in shown["entities"][kind]:
            start, end = one["indices"]
            assert shown["text"][start:end] == sign + one[name]


@pytest.mark.parametrize(("kind", "name"), [("quoted", "quoted_tweet"), ("replied_to", "parent")])
def test_shows_the_tweet_beside(x: XApi, kind: str, name: str) -> None:
    """The one that is quoted and the one that is answered, where they are there."""
    for post in TIMELINE.posts.values():
        ids = [ref["id"] for ref in post.get("referenced_tweets", ()) if ref["type"] == kind]
        if ids and ids[0] in TIMELINE.posts:
            beside = result(x, post["id"])[name]
            assert isinstance(beside, dict)
            assert beside["id_str"] == ids[0]
            return
    pytest.fail(f"no tweet was {kind}")


@pytest.mark.parametrize("kind", ["photo", "video"])
def test_shows_media(x: XApi, kind: str) -> None:
    """Pictures and videos under v1.1's names."""
    key = next(key for key, film in TIMELINE.media.items() if film["type"] == kind)
    media = result(x, key.partition("_")[2])["mediaDetails"]
    assert isinstance(media, list)
    assert media[0]["type"] == kind
    assert (kind == "photo") == (media[0]["media_url_https"] == TIMELINE.media[key].get("url"))
    if kind == "video":
        rates = [variant.get("bitrate") for variant in media[0]["video_info"]["variants"]]
        assert rates == [256_000, 2_176_000, None]


@pytest.mark.parametrize("why", TOMBSTONES)
def test_says_why_a_tweet_is_gone(x: XApi, why: str) -> None:
    """A tombstone with a reason."""
    said = result(x, GONE[why])
    assert said == {
        "__typename": "TweetTombstone",
        "tombstone": {"text": {"text": TOMBSTONES[why], "rtl": False}},
    }


def test_says_nothing_without_a_token_or_of_what_is_withheld(x: XApi) -> None:
    """`{}`."""
    assert result(x, GONE["withheld"]) == {}
    assert result(x, next(iter(TIMELINE.posts)), token="") == {}


def test_refuses_ids(x: XApi) -> None:
    """A page with 404 for a tweet that never was, JSON with 400 for no id."""
    response = ask(x, "/tweet-result", {"id": "456", "token": "4c7g"}, token=None)
    assert (response.status_code, response.headers["content-type"]) == (404, "text/html;charset=utf-8")
    response = ask(x, "/tweet-result", {"id": "456x", "token": "4c7g"}, token=None)
    assert (response.status_code, response.json()) == (400, {"error": "Bad request."})


@pytest.mark.parametrize("form", ["https://x.com/i/web/status/{}", "https://twitter.com/a/status/{}?s=20"])
def test_embeds(x: XApi, form: str) -> None:
    """The markup of oEmbed has the text, the author, the address and the date."""
    post = next(post for post in TIMELINE.posts.values() if post["lang"] == "ar" and "geo" in post)
    response = ask(x, "/oembed", {"url": form.format(post["id"]), "omit_script": 1}, token=None)
    body, who = response.json(), TIMELINE.accounts[post["author_id"]]
    assert (response.status_code, body["author_name"]) == (200, who["name"])
    assert (
        f'<p lang="ar" dir="rtl">{post["text"]}</p>&mdash; {who["name"]} (@{who["username"]})' in body["html"]
    )
    assert f"https://twitter.com/{who['username']}/status/{post['id']}" == body["url"]
    assert ", 2026</a></blockquote>" in body["html"]


@pytest.mark.parametrize(
    ("tweet_id", "status"),
    [
        (GONE["deleted"], 404),
        (GONE["suspended"], 404),
        (GONE["protected"], 403),
        (GONE["withheld"], 403),
        ("456", 404),
        ("", 404),
    ],
)
def test_does_not_embed_what_is_gone(x: XApi, tweet_id: str, status: int) -> None:
    """403 where it is not shown, 404 where it is not there."""
    assert ask(x, "/oembed", {"url": f"https://x.com/a/status/{tweet_id}"}, token=None).status_code == status


def test_costs_nothing(x: XApi) -> None:
    """Guests do not pay."""
    result(x, next(iter(TIMELINE.posts)))
    assert x.paid.total() == x.users_paid.total() == 0
