"""The pictures and videos of a status."""

from typing import Any

from tasks.parsing.x.gathered import Origin
from tasks.parsing.x.shapes import record, records, whole
from tasks.parsing.x.v1_reading import Reading, as_address, as_words
from warehouse.tweet_rows import TweetMedia

# how v2 writes the key of what v1.1 gives by its id alone
_KEY_PREFIXES = {"photo": "3", "video": "7", "animated_gif": "16"}
_AMPLIFY_PREFIX = "13"  # of videos of publishers, which v1.1 tells by their address alone


def media_rows(
    items: list[dict[str, Any]], tweet_key: str, origin: Origin, reading: Reading
) -> list[TweetMedia]:
    """The rows of `extended_entities.media`, in order; one without an address is a fault."""
    rows: list[TweetMedia] = []
    for item in items:
        columns = media_columns(item, reading)
        if columns["url"] is None and columns["preview_url"] is None:
            reading.fault("bad_value", "media without an address")
            continue
        rows.append(TweetMedia(**origin.lineage, tweet_key=tweet_key, ord=len(rows), **columns))
    return rows


def media_columns(item: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """What one of them says; the size is the original's, else that of the largest copy."""
    kind = as_words(item.get("type"))
    still = as_address(item.get("media_url_https")) or as_address(item.get("media_url"))
    moving = kind in ("video", "animated_gif")
    film = record(item.get("video_info"))
    best = best_variant(film) if moving else {}
    original, large = record(item.get("original_info")), record(record(item.get("sizes")).get("large"))
    return {
        "media_key": as_words(item.get("media_key")) or key_of(item, kind, still, reading),
        "type": kind,
        "url": as_address(best.get("url")) if moving else still,
        "preview_url": still if moving else None,
        "alt_text": as_words(item.get("ext_alt_text")),
        "width": whole(original.get("width")) or whole(large.get("w")),
        "height": whole(original.get("height")) or whole(large.get("h")),
        "duration_ms": reading.take(film, "duration_millis", whole),
        "bit_rate": whole(best.get("bitrate")),
        "views": reading.take(item, "viewCount", whole),
    }


def best_variant(film: dict[str, Any]) -> dict[str, Any]:
    """The MP4 of the highest bit rate; empty where there is none."""
    films = [item for item in records(film.get("variants")) if item.get("content_type") == "video/mp4"]
    films = [item for item in films if as_address(item.get("url"))]
    return max(films, key=lambda item: whole(item.get("bitrate")) or 0, default={})


def key_of(item: dict[str, Any], kind: str | None, still: str | None, reading: Reading) -> str | None:
    """The key as v2 writes it, of its type and its id."""
    number = reading.take_id(item, "id")
    prefix = _KEY_PREFIXES.get(kind or "")
    if kind == "video" and still and "/amplify_video" in still:
        prefix = _AMPLIFY_PREFIX
    return f"{prefix}_{number}" if number and prefix else None
