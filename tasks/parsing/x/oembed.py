"""Answers of X's oEmbed service: the markup of an embed, read as an embed in a page is."""

from http import HTTPStatus

from tasks.parsing.document import parse_html
from tasks.parsing.embeds import Embed, lift_tweets
from tasks.parsing.tweet_urls import parse_tweet_id, parse_tweet_url, tweet_address
from tasks.parsing.tweets import created
from tasks.parsing.version import EXTRACTOR_VERSION
from tasks.parsing.x import ranks
from tasks.parsing.x.gathered import Copy, Gathered
from tasks.parsing.x.loading import load_json
from tasks.parsing.x.payload import Payload
from tasks.parsing.x.shapes import record
from tasks.parsing.x.unavailable import add_unavailable
from tasks.parsing.x.v1_reading import as_language, as_words
from warehouse.rows import Page
from warehouse.tweet_rows import Tweet

KIND = "oembed"
NOT_AUTHORISED = b"not authorized"  # error 179: the account is protected


def read(page: Page, payload: Payload, gathered: Gathered) -> None:
    """Row of the tweet asked for; 404 means that it is gone, 403 that it is not shown to us."""
    asked = next(filter(None, map(asked_id, payload.asked)), None)
    body = page.body
    if page.status == HTTPStatus.OK:
        read_answer(body, asked, gathered)
    elif page.status in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN) and asked:
        shut = "protected" if NOT_AUTHORISED in body[:10_000].lower() else "restricted"
        availability = "deleted" if page.status == HTTPStatus.NOT_FOUND else shut
        reason = f"oEmbed: {page.status}"
        add_unavailable(gathered, asked, kind=KIND, availability=availability, reason=reason)
    else:
        gathered.fault("api_error", f"oEmbed: {page.status}")


def asked_id(asked: str) -> str | None:
    """The id that was asked for, itself or in an address."""
    named = parse_tweet_url(asked)
    return named.tweet_id if named else parse_tweet_id(asked)


def read_answer(body: bytes, asked: str | None, gathered: Gathered) -> None:
    """An answer with status 200."""
    try:
        answer = record(load_json(body))
    except ValueError as error:
        gathered.fault("not_json", f"oEmbed: no JSON: {error}")
        return
    markup = answer.get("html")
    embed = embed_in(markup) if isinstance(markup, str) else None
    address = answer.get("url")
    named = parse_tweet_url(address if isinstance(address, str) else None)
    tweet_id = (embed.tweet_id if embed else None) or (named.tweet_id if named else None)
    if embed is None or tweet_id is None:
        gathered.fault("not_a_tweet", "oEmbed: no tweet in the markup")
    else:
        gathered.add(Copy(tweet=tweet_of(embed, tweet_id, as_words(answer.get("author_name")), gathered)))
    if asked and asked not in gathered.copies:
        gathered.fault("api_error", f"oEmbed: another tweet than {asked}")
        add_unavailable(gathered, asked, kind=KIND, availability="unknown", reason=None)


def embed_in(markup: str) -> Embed | None:
    """The embed of a piece of markup."""
    tree = parse_html(markup)
    return next(iter(lift_tweets(tree)), None) if tree is not None else None


def tweet_of(embed: Embed, tweet_id: str, author_name: str | None, gathered: Gathered) -> Tweet:
    """The row of an embed; a long post ends with an ellipsis there, of others nothing is said."""
    origin = gathered.origin
    at, source, precision = created(tweet_id, [embed.label])
    cut = True if embed.text and embed.text.endswith("…") else None
    rank = ranks.ADDRESS_ONLY if embed.text is None else ranks.TRUNCATED if cut else ranks.OEMBED
    return Tweet(
        **origin.lineage,
        tweet_key=tweet_id,
        source=origin.source,
        observed_at=origin.observed_at,
        tweet_id=tweet_id,
        url=tweet_address(tweet_id, embed.author_handle),
        author_handle=embed.author_handle,
        author_name=embed.author_name or author_name,
        text=embed.text,
        text_truncated=cut,
        language=as_language(embed.language),
        created_at=at,
        created_source=source,
        created_precision=precision,
        availability="deleted" if embed.deleted else "available" if embed.text else "unknown",
        availability_reason=None,
        source_kind=KIND,
        completeness=rank,
        extractor_version=EXTRACTOR_VERSION,
    )
