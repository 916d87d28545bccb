"""Pictures, videos and polls of a tweet of the X API v2."""

from collections.abc import Callable
from typing import Any

import orjson

from tasks.parsing.x.shapes import digits, instant, records, whole, words
from tasks.parsing.x.v2_accounts import label
from tasks.parsing.x.v2_beside import Item, part
from tasks.parsing.x.v2_reading import Reading
from warehouse.tweet_rows import TweetMedia

MAX_OPTIONS = 100  # X allows 4


def media_rows(attachments: Item, tweet_key: str, reading: Reading) -> list[TweetMedia]:
    """The media of a tweet in its order; of one that the answer does not describe, its key."""
    keys = reading.take_words(attachments, "media_keys", words)
    told = {words(item.get("media_key")): item for item in records(attachments.get("media")) if item}
    items = {name: reading.beside.media.get(name) or told.get(name) or {"media_key": name} for name in keys}
    more = [item for name, item in told.items() if name not in items]
    return [media_row(item, place, tweet_key, reading) for place, item in enumerate([*items.values(), *more])]


def media_row(item: Item, place: int, tweet_key: str, reading: Reading) -> TweetMedia:
    """One picture or video."""
    best = best_variant(item)
    return TweetMedia(
        tweet_key=tweet_key,
        ord=place,
        media_key=reading.take(item, "media_key", words),
        type=reading.take(item, "type", words),
        url=words(best.get("url")) or reading.take(item, "url", words),
        preview_url=reading.take(item, "preview_image_url", words),
        alt_text=reading.take(item, "alt_text", label),
        width=reading.take(item, "width", whole),
        height=reading.take(item, "height", whole),
        duration_ms=reading.take(item, "duration_ms", whole),
        bit_rate=reading.take(best, "bit_rate", whole),
        views=reading.take(part(item, "public_metrics"), "view_count", whole),
        **reading.lineage,
    )


def best_variant(item: Item) -> Item:
    """The MP4 of a video with the most bits a second; empty where there is none."""
    films = [one for one in records(item.get("variants")) if one.get("content_type") == "video/mp4"]
    return max(films, key=lambda film: whole(film.get("bit_rate")) or 0, default={})


def poll_columns(attachments: Item, reading: Reading) -> dict[str, Any]:
    """The poll a tweet holds; there is never more than one."""
    names = reading.take_words(attachments, "poll_ids", digits)
    told = part(attachments, "poll")
    poll_id = names[-1] if names else digits(told.get("id"))
    poll = reading.beside.polls.get(poll_id or "", told)
    if poll_id is None and not poll:
        return {}
    return {
        "poll_id": poll_id,
        "poll_options": options_of(poll),
        "poll_status": reading.take(poll, "voting_status", words),
        "poll_ends_at": reading.take(poll, "end_datetime", instant),
        "poll_duration_min": reading.take(poll, "duration_minutes", whole),
    }


def options_of(poll: Item) -> str | None:
    """The options of a poll in their order, as JSON; None where they are not told."""
    read: dict[str, Callable[[Any], Any]] = {"position": whole, "label": label, "votes": whole}
    options = records(poll.get("options"))[:MAX_OPTIONS]
    told = [{name: one_of(option.get(name)) for name, one_of in read.items()} for option in options]
    told.sort(key=lambda one: one["position"] or 0)
    return orjson.dumps(told).decode() if told else None
