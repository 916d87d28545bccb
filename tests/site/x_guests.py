"""Tweets of an invented timeline as X shows them to guests: tweet-result, and oEmbed.

tweet-result is documented by nobody; its shapes are those that readers of it have seen. oEmbed:
https://docs.x.com/x-for-websites/oembed-api.
"""

import json
import re
from html import escape

from tests.site.x_kinds import moment_of
from tests.site.x_reply import Reply
from tests.site.x_tweets import Timeline
from tests.site.x_words import Item

TOMBSTONES = {
    "deleted": "This Post was deleted by the Post author. Learn more",
    "protected": "You’re unable to view this Post: its account owner limits who can view their Posts.",
    "suspended": "This Post is from a suspended account. Learn more",
}
NO_SUCH = Reply(status=404, body=b"<html><title>X / ?</title></html>", content_type="text/html;charset=utf-8")
NOT_SHOWN = {"protected": "Sorry, you are not authorized to see this status.", "withheld": "Withheld."}

_STATUS = re.compile(r"/status/(\d{1,19})\b")
# a kind of entity: its name in v1.1, what it is called in v2 and in v1.1
_TAGS = (
    ("hashtags", "hashtags", "tag", "text"),
    ("mentions", "user_mentions", "username", "screen_name"),
    ("urls", "urls", "url", "url"),
)
_VARIANT = {"bit_rate": "bitrate", "content_type": "content_type", "url": "url"}


def as_json(value: Item, status: int = 200) -> Reply:
    """An answer of JSON."""
    return Reply(status=status, body=json.dumps(value, ensure_ascii=False).encode())


def tweet_result(timeline: Timeline, params: dict[str, str], before: int) -> Reply:
    """What tweet-result says of a tweet whose id is less than `before`.

    Without a token it says `{}`, as it does of what is withheld.
    """
    name = params.get("id", "")
    if not re.fullmatch(r"[0-9]{1,19}", name):
        return as_json({"error": "Bad request."}, 400)
    why, post = timeline.gone.get(name), timeline.find(name)
    if not params.get("token") or why == "withheld":
        return as_json({})
    if int(name) >= before or not (why or post):
        return NO_SUCH
    if post is None:
        told = {"text": {"text": TOMBSTONES[why or "deleted"], "rtl": False}}
        return as_json({"__typename": "TweetTombstone", "tombstone": told})
    return as_json(shown(timeline, post) | beside(timeline, post))


def shown(timeline: Timeline, post: Item) -> Item:
    """A tweet by itself."""
    who, history = timeline.accounts[post["author_id"]], post["edit_history_tweet_ids"]
    films = [timeline.media[key] for key in post.get("attachments", {}).get("media_keys", ())]
    result = {
        "__typename": "Tweet",
        "lang": post["lang"],
        "favorite_count": post["public_metrics"]["like_count"],
        "conversation_count": post["public_metrics"]["reply_count"],
        "created_at": post["created_at"],
        "display_text_range": [0, len(post["text"])],
        "entities": tags(post),
        "id_str": post["id"],
        "text": post["text"],
        "user": {
            "id_str": who["id"],
            "name": who["name"],
            "screen_name": who["username"],
            "is_blue_verified": who["verified_type"] == "blue",
            "verified": False,
            "profile_image_url_https": who["profile_image_url"],
        },
        "edit_control": {
            "edit_tweet_ids": history,
            "edits_remaining": str(post["edit_controls"]["edits_remaining"]),
            "is_edit_eligible": post["edit_controls"]["is_edit_eligible"],
        },
        "isEdited": len(history) > 1,
        "isStaleEdit": post["id"] != history[-1],
        "mediaDetails": [as_v1(film) for film in films],
        "note_tweet": {"id": f"note{post['id']}"} if "note_tweet" in post else None,
    }
    return {name: value for name, value in result.items() if value is not None and value != []}


def tags(post: Item) -> Item:
    """The entities under the names that v1.1 has for them; places are code points."""
    found: Item = {"symbols": []}
    for kind, name, given, called in _TAGS:
        found[name] = [
            {called: one[given], "indices": [one["start"], one["end"]]}
            | {key: one[key] for key in ("expanded_url", "display_url") if key in one}
            | ({"id_str": one["id"]} if "id" in one else {})
            for one in post.get("entities", {}).get(kind, ())
        ]
    return found


def as_v1(film: Item) -> Item:
    """A picture or video under v1.1's names."""
    told = {
        "type": film["type"],
        "media_url_https": film.get("url") or film["preview_image_url"],
        "ext_alt_text": film.get("alt_text"),
        "original_info": {"width": film["width"], "height": film["height"]},
    }
    if variants := film.get("variants"):
        renamed = [{new: one[old] for old, new in _VARIANT.items() if old in one} for one in variants]
        told["video_info"] = {"duration_millis": film["duration_ms"], "variants": renamed}
    return told


def beside(timeline: Timeline, post: Item) -> Item:
    """The tweets that it quotes and answers, where they are shown."""
    found: Item = {}
    for ref in post.get("referenced_tweets", ()):
        other = timeline.find(ref["id"])
        if ref["type"] == "replied_to":
            found["in_reply_to_status_id_str"] = ref["id"]
            found["in_reply_to_user_id_str"] = post["in_reply_to_user_id"]
        if other and ref["type"] != "retweeted":
            found["parent" if ref["type"] == "replied_to" else "quoted_tweet"] = shown(timeline, other)
    return found


def oembed(timeline: Timeline, params: dict[str, str], before: int) -> Reply:
    """The markup of a tweet; 403 where it is not shown, 404 where it is gone."""
    named = _STATUS.search(params.get("url", ""))
    name = named[1] if named else ""
    post, why = timeline.find(name), timeline.gone.get(name)
    if why in NOT_SHOWN:
        return as_json({"error": NOT_SHOWN[why]}, 403)
    if post is None or int(name) >= before:
        return as_json({"errors": [{"code": 34, "message": "Sorry, that page does not exist"}]}, 404)
    who = timeline.accounts[post["author_id"]]
    home = f"https://twitter.com/{who['username']}"
    return as_json(
        {
            "url": f"{home}/status/{name}",
            "author_name": who["name"],
            "author_url": home,
            "html": blockquote(post, who, f"{home}/status/{name}"),
            "width": 550,
            "height": None,
            "type": "rich",
            "cache_age": "3153600000",
            "provider_name": "Twitter",
            "provider_url": "https://twitter.com",
            "version": "1.0",
        }
    )


def blockquote(post: Item, who: Item, address: str) -> str:
    """The markup of a tweet, its text with its links."""
    direction, at = "ltr" if post["lang"] == "en" else "rtl", moment_of(int(post["id"]))
    text = re.sub(r"https://t\.co/\w+", r'<a href="\g<0>">\g<0></a>', post["text"].replace("\n", "<br>"))
    paragraph = f'<p lang="{post["lang"]}" dir="{direction}">{text}</p>'
    dated = f'<a href="{address}?ref_src=twsrc%5Etfw">{at:%B} {at.day}, {at.year}</a>'
    said = f"{paragraph}&mdash; {escape(who['name'])} (@{who['username']}) {dated}"
    return f'<blockquote class="twitter-tweet">{said}</blockquote>\n'


GUESTS = {"/tweet-result": tweet_result, "/oembed": oembed}
