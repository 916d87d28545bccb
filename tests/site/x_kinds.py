"""The kinds of tweets of the invented timeline: what each adds to a piece of news."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from tasks.parsing.snowflake import EPOCH_MS
from tests.site.x_words import Item, Language, Writing, cut, moved, write_code, write_news

if TYPE_CHECKING:
    from tests.site.x_tweets import Timeline

NEAR = 300  # how far back a tweet refers to another one
SHORT, REPEATED = 270, 139  # characters of a long post's beginning, and of a retweet
EDIT_AFTER_MS = 60_000


@dataclass(slots=True)
class Draft:
    """A tweet that is being written: `says` are its fields, `writing` its text."""

    rng: Random
    timeline: "Timeline"
    number: int
    author: Item
    language: Language
    writing: Writing
    says: Item = field(default_factory=dict)

    @property
    def tweet_id(self) -> str:
        """Its id."""
        return str(self.number)

    def address(self, more: str = "") -> str:
        """The tweet's address, or that of one of its pictures."""
        return f"https://x.com/{self.author['username']}/status/{self.number}{more}"

    def near(self) -> Item | None:
        """A tweet not long before it."""
        posts = self.timeline.posts
        recent = [post for post, _ in zip(reversed(posts.values()), range(NEAR), strict=False)]
        return self.rng.choice(recent) if recent else None

    def refer(self, kind: str, tweet_id: str) -> None:
        """Say that it answers, quotes or repeats another tweet."""
        self.says.setdefault("referenced_tweets", []).append({"type": kind, "id": tweet_id})

    def attach(self, name: str, key: str) -> None:
        """Attach a picture, a video or a poll by its key."""
        self.says.setdefault("attachments", {}).setdefault(name, []).append(key)

    def finish(self) -> Item:
        """The tweet, with all its fields."""
        at, rng = moment_of(self.number), self.rng
        counts = ("retweet", "reply", "like", "quote", "bookmark", "impression")
        whole = {
            "id": self.tweet_id,
            "text": self.writing.text,
            "edit_history_tweet_ids": [self.tweet_id],
            "edit_controls": {
                "edits_remaining": 5,
                "is_edit_eligible": False,
                "editable_until": stamp(at + timedelta(hours=1)),
            },
            "author_id": self.author["id"],
            "created_at": stamp(at),
            "conversation_id": self.tweet_id,
            "lang": self.language.code,
            "possibly_sensitive": rng.random() < 0.02,
            "reply_settings": rng.choice(("everyone", "following", "mentionedUsers")),
            "source": rng.choice(("Twitter Web App", "Harbour Desk")),
            "public_metrics": {
                f"{name}_count": rng.randrange(10 ** (place + 2)) for place, name in enumerate(counts)
            },
            "context_annotations": [topic(self.language)] if rng.random() < 0.3 else None,
            "entities": self.writing.entities or None,
            **self.says,
        }
        return {name: value for name, value in whole.items() if value is not None}


def stamp(at: datetime) -> str:
    """A moment as the API writes it."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def moment_of(number: int) -> datetime:
    """The time in an id, UTC, to the second: created_at as X gives it."""
    return datetime.fromtimestamp(((number >> 22) + EPOCH_MS) // 1000, UTC)


def topic(language: Language) -> Item:
    """What X takes a tweet to be about."""
    domain = {"id": "131", "name": "Unified Twitter Taxonomy", "description": "A taxonomy of topics."}
    return {"domain": domain, "entity": {"id": "10045", "name": language.tags[0]}}


def plain(draft: Draft) -> None:
    """A link to a page, of which some say what stands there."""
    page = f"https://news.example/{draft.language.code}/{draft.number % 100_000}"
    card = {"status": 200, "title": draft.language.news[0], "description": "…", "unwound_url": f"{page}?full"}
    draft.writing.link(write_code(draft.rng), page, **(card if draft.number % 2 else {}))


def bare(draft: Draft) -> None:
    """Nothing but the news."""


def photo(draft: Draft) -> None:
    """One or two pictures, behind one short link."""
    for order in range(draft.number % 2 + 1):
        key = f"3_{draft.number + order}"
        draft.attach("media_keys", key)
        draft.timeline.media[key] = {
            "media_key": key,
            "type": "photo",
            "url": f"https://pictures.example/media/{key}.jpg",
            "width": 1200,
            "height": 800,
            "alt_text": draft.language.places[0],
        }
    code = write_code(draft.rng)
    draft.writing.link(code, draft.address("/photo/1"), media_key=f"3_{draft.number}")


def video(draft: Draft) -> None:
    """A video in two sizes and as a stream."""
    key, base = f"13_{draft.number}", f"https://videos.example/{draft.number}"
    draft.attach("media_keys", key)
    films = [
        {"bit_rate": rate, "content_type": "video/mp4", "url": f"{base}/{rate}.mp4"}
        for rate in (256_000, 2_176_000)
    ]
    draft.timeline.media[key] = {
        "media_key": key,
        "type": "video",
        "preview_image_url": f"{base}.jpg",
        "width": 1280,
        "height": 720,
        "duration_ms": 30_000 + draft.number % 9_000,
        "public_metrics": {"view_count": draft.number % 100_000},
        "variants": [*films, {"content_type": "application/x-mpegURL", "url": f"{base}.m3u8"}],
    }
    draft.writing.link(write_code(draft.rng), draft.address("/video/1"), media_key=key)


def poll(draft: Draft) -> None:
    """A poll with two options."""
    at = moment_of(draft.number)
    draft.attach("poll_ids", draft.tweet_id)
    draft.timeline.polls[draft.tweet_id] = {
        "id": draft.tweet_id,
        "options": [
            {"position": place + 1, "label": name, "votes": draft.rng.randrange(900)}
            for place, name in enumerate(draft.language.places)
        ],
        "duration_minutes": 1440,
        "end_datetime": stamp(at + timedelta(days=1)),
        "voting_status": "closed" if draft.number % 2 else "open",
    }


def placed(draft: Draft) -> None:
    """A place, and where exactly in it."""
    name, key = draft.language.places[0], f"{draft.language.code}00a1b2c3d4e5f6"
    draft.timeline.places[key] = {
        "id": key,
        "name": name,
        "full_name": f"{name}, {draft.language.places[1]}",
        "place_type": "city",
        "country": name,
        "country_code": "ZZ",
        "geo": {"type": "Feature", "bbox": [35.4, 33.8, 35.6, 33.95], "properties": {}},
    }
    draft.says["geo"] = {"place_id": key, "coordinates": {"type": "Point", "coordinates": [35.5, 33.9]}}


def long(draft: Draft) -> None:
    """A long post: its text is the beginning and a link to the tweet itself, the note has the whole."""
    note = draft.writing
    while len(note.text) <= 2 * SHORT:
        note.say(draft.rng.choice(draft.language.news))
    note.mention(draft.author)
    note.tag(draft.language.tags[1])
    inside = {kind: entries for kind, entries in note.entities.items() if kind != "annotations"}
    draft.says["note_tweet"] = {"text": note.text, "entities": inside}
    short = Writing(text=f"{cut(note.text, SHORT)}…")
    for kind, entry in moved(note.entities, 0, 0, len(short.text) - 1):
        short.entities.setdefault(kind, []).append(entry)
    short.link(write_code(draft.rng), draft.address())
    draft.writing = short


def quote(draft: Draft) -> None:
    """It quotes a tweet, in every third case one that is gone."""
    other = draft.near()
    tweet_id = gone_or(draft, other)
    if tweet_id:
        draft.refer("quoted", tweet_id)
        draft.writing.link(write_code(draft.rng), f"https://x.com/i/web/status/{tweet_id}")


def reply(draft: Draft) -> None:
    """It answers a tweet, in every third case one that is gone."""
    other = draft.near()
    tweet_id = gone_or(draft, other)
    if tweet_id is None or other is None:
        return
    timeline, known = draft.timeline, tweet_id == other["id"]
    user = timeline.accounts[other["author_id"]] if known else timeline.author_of_gone(tweet_id)
    draft.refer("replied_to", tweet_id)
    draft.says["in_reply_to_user_id"] = user["id"]
    draft.says["conversation_id"] = other["conversation_id"] if known else tweet_id
    draft.writing = Writing()
    draft.writing.mention(user)
    draft.writing.say(draft.rng.choice(draft.language.news))


def gone_or(draft: Draft, other: Item | None) -> str | None:
    """The id of a tweet to refer to."""
    if draft.timeline.gone and draft.number % 3 == 0:
        return draft.rng.choice(list(draft.timeline.gone)[-9:])
    return other["id"] if other else None


def retweet(draft: Draft) -> None:
    """It repeats a tweet, whose text is cut off where it is long."""
    other = draft.near()
    if other is None:
        return
    repeated = [ref["id"] for ref in other.get("referenced_tweets", ()) if ref["type"] == "retweeted"]
    other = draft.timeline.posts[repeated[0]] if repeated else other
    user = draft.timeline.accounts[other["author_id"]]
    writing = Writing(text="RT")
    writing.mark("mentions", f"@{user['username']}", username=user["username"], id=user["id"])
    head, body = f"{writing.text}: ", other["text"]
    if len(head) + len(body) > REPEATED:
        body = f"{cut(body, REPEATED - len(head))}…"
    for kind, entry in moved(other.get("entities", {}), len(head), 0, len(body.removesuffix("…"))):
        writing.entities.setdefault(kind, []).append(entry)
    writing.text = head + body
    draft.writing = writing
    draft.refer("retweeted", other["id"])
    draft.says["lang"] = other["lang"]


def edited(draft: Draft) -> None:
    """The second version of a tweet; the first can still be looked up."""
    first = Draft(
        draft.rng,
        draft.timeline,
        draft.number - (EDIT_AFTER_MS << 22),
        draft.author,
        draft.language,
        write_news(draft.rng, draft.language),
    )
    history = [first.tweet_id, draft.tweet_id]
    until = stamp(moment_of(first.number) + timedelta(hours=1))
    controls = {"edits_remaining": 4, "is_edit_eligible": True, "editable_until": until}
    for version in (first, draft):
        version.says |= {"edit_history_tweet_ids": history, "edit_controls": controls}
        version.says["conversation_id"] = first.tweet_id
    draft.timeline.older[first.tweet_id] = first.finish()


def withheld(draft: Draft) -> None:
    """Withheld in a country; of some nothing but X's notice is sent."""
    draft.says["withheld"] = {"copyright": False, "country_codes": ["ZZ"], "scope": "tweet"}
    if draft.number % 2:
        notice = (
            f"This Tweet from @{draft.author['username']} has been withheld in response to a legal demand."
        )
        draft.writing = Writing(text=notice)


KINDS: tuple[Callable[[Draft], None], ...] = (
    plain, photo, retweet, reply, long, quote, bare, video, retweet, placed, poll, edited, plain, withheld,
    reply,
)  # fmt: skip
