"""Pictures and videos of a status."""

from typing import Any

import pytest

from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.v1_media import best_variant, media_rows
from tasks.parsing.x.v1_reading import Reading
from warehouse.tweet_rows import TweetMedia

STILL = "https://pbs.example/ext_tw_video_thumb/7/img/a.jpg"


def rows(origin: Origin, *items: dict[str, Any]) -> tuple[list[TweetMedia], Gathered]:
    """The rows of some media, and where faults went."""
    found = Gathered(origin)
    return media_rows(list(items), "1", origin, Reading(gathered=found)), found


def variant(rate: Any, name: str, kind: str = "video/mp4") -> dict[str, Any]:
    """One variant of a video."""
    return {"bitrate": rate, "content_type": kind, "url": f"https://video.example/{name}"}


def test_a_picture(origin: Origin) -> None:
    """With its words, the size of the original, and the key as v2 writes it."""
    item = {
        "type": "photo", "id_str": "7", "media_url": "http://pbs.example/a.jpg",
        "media_url_https": "https://pbs.example/a.jpg", "ext_alt_text": "سفينة",
        "original_info": {"width": 4000, "height": 3000}, "sizes": {"large": {"w": 2048, "h": 1536}},
    }  # fmt: skip
    (row,), found = rows(origin, item)
    assert (row.type, row.url, row.preview_url) == ("photo", "https://pbs.example/a.jpg", None)
    assert (row.width, row.height, row.alt_text, row.media_key) == (4000, 3000, "سفينة", "3_7")
    assert not found.faults


def test_a_video(origin: Origin) -> None:
    """Its best MP4, its still picture, its length; the archive writes numbers as text."""
    film = {
        "duration_millis": "6366",
        "variants": [
            variant(None, "p", "application/x-mpegURL"),
            variant("632000", "s"),
            variant("2176000", "b"),
        ],
    }
    item = {
        "type": "video",
        "id_str": "7",
        "media_url_https": STILL,
        "video_info": film,
        "sizes": {"large": {"w": "638", "h": "798"}},
    }
    (row,), _ = rows(origin, item)
    assert (row.url, row.preview_url, row.bit_rate) == ("https://video.example/b", STILL, 2176000)
    assert (row.duration_ms, row.width, row.height, row.media_key) == (6366, 638, 798, "7_7")


@pytest.mark.parametrize(
    ("kind", "still", "key"),
    [
        ("animated_gif", STILL, "16_7"),
        ("video", "https://pbs.example/amplify_video_thumb/7/a.jpg", "13_7"),
        ("film", STILL, None),
    ],
)
def test_keys(origin: Origin, kind: str, still: str, key: str | None) -> None:
    """Each type has its prefix; of an unknown one the key is not known."""
    (row,), _ = rows(origin, {"type": kind, "id_str": "7", "media_url_https": still})
    assert row.media_key == key


def test_a_video_without_an_mp4(origin: Origin) -> None:
    """Is a row with its still picture."""
    film = {"variants": [variant(9, "p", "application/x-mpegURL"), 7, {"content_type": "video/mp4"}]}
    (row,), _ = rows(origin, {"type": "video", "media_url_https": STILL, "video_info": film})
    assert (row.url, row.preview_url) == (None, STILL)


def test_what_has_no_address_is_a_fault(origin: Origin) -> None:
    """The numbers of the others stay without a gap."""
    given, found = rows(origin, {"type": "photo"}, {"type": "photo", "media_url": "http://pbs.example/a.jpg"})
    assert [(row.ord, row.url) for row in given] == [(0, "http://pbs.example/a.jpg")]
    assert [row.fault for row in found.faults] == ["bad_value"]


def test_the_first_of_equal_variants(origin: Origin) -> None:
    """So the same payload gives the same row; a rate that is none counts as the lowest."""
    assert best_variant({"variants": [variant(5, "a"), variant(5, "b"), variant("x", "c")]})["url"].endswith(
        "/a"
    )
    assert best_variant({}) == {}
