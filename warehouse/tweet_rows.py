"""The row types of tweets: what one payload, embed or text said of them.

Every form in which a tweet is found gives rows of these types; the views make of all copies the best known
one. A row says what its own copy says: None where that copy is silent, never zero. As in `rows`, a column's
text here is its only documentation, and offsets are code points.

Of the rows that an import makes by the million none is changed once it is made, but they are not frozen: to
make a frozen one takes three times as long.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from warehouse.rows import ArticleId, Day, ExtractorVersion, PageId, RunId, SourceName

TweetKey = Annotated[str, "tweet_id, or a hash of author and text where the id is not known"]
ObservedAt = Annotated[datetime, "when this copy was received or, in an import, collected"]


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class Tweet:
    """One copy of one tweet, as one page, answer or file showed it; the view has the best known of all."""

    tweet_key: TweetKey
    page_id: PageId
    run_id: RunId
    date: Day
    source: SourceName
    observed_at: ObservedAt
    tweet_id: Annotated[str | None, "id as decimal digits"]
    url: Annotated[str | None, "address of the tweet"]
    author_id: Annotated[str | None, "account id as decimal digits"] = None
    author_handle: Annotated[str | None, "screen name without @, as written"]
    author_name: Annotated[str | None, "display name"]
    text: Annotated[
        str | None,
        "text as shown, NFC, of a long post all of it, unescaped; None where it is not known. A retweet's is "
        "the retweeted text behind RT @handle:",
    ]
    text_truncated: Annotated[bool | None, "whether the copy cuts the text off"] = None
    language: Annotated[
        str | None, "language X or the embed declares (BCP 47; und: none), else the detected one"
    ]
    created_at: Annotated[datetime | None, "when it was posted, UTC"]
    created_source: Annotated[str | None, "api, snowflake, or label for a date written beside the tweet"]
    created_precision: Annotated[str | None, "second or day"]
    conversation_id: Annotated[str | None, "tweet that began the conversation"] = None
    in_reply_to_tweet_id: Annotated[str | None, "tweet it replies to"] = None
    in_reply_to_user_id: Annotated[str | None, "account it replies to"] = None
    in_reply_to_handle: Annotated[str | None, "screen name it replies to"] = None
    quoted_tweet_id: Annotated[str | None, "tweet it quotes"] = None
    quoted_user_id: Annotated[str | None, "account of the quoted tweet"] = None
    quoted_handle: Annotated[str | None, "screen name of the quoted tweet"] = None
    retweeted_tweet_id: Annotated[str | None, "tweet it repeats"] = None
    retweeted_user_id: Annotated[str | None, "account of the repeated tweet"] = None
    retweeted_handle: Annotated[str | None, "screen name of the repeated tweet"] = None
    edit_ids: Annotated[
        tuple[str, ...], "ids of all versions of an edited tweet, the first one included"
    ] = ()
    edits_remaining: Annotated[int | None, "edits its author may still make"] = None
    editable_until: Annotated[datetime | None, "until when it may be edited, UTC"] = None
    edit_eligible: Annotated[bool | None, "whether it may be edited"] = None
    reply_settings: Annotated[str | None, "who may reply: everyone, following, mentionedUsers …"] = None
    possibly_sensitive: Annotated[bool | None, "whether X marks it as sensitive"] = None
    client_name: Annotated[str | None, "application it was posted with"] = None
    client_url: Annotated[str | None, "address of that application"] = None
    withheld_countries: Annotated[tuple[str, ...], "countries it is withheld in, ISO 3166-1 alpha-2"] = ()
    withheld_scope: Annotated[str | None, "what is withheld: tweet or user"] = None
    withheld_copyright: Annotated[bool | None, "whether it is withheld for copyright"] = None
    place_id: Annotated[str | None, "place it is tagged with, X's id"] = None
    place_name: Annotated[str | None, "short name of the place"] = None
    place_full_name: Annotated[str | None, "name of the place with its region"] = None
    place_type: Annotated[str | None, "country, admin, city, neighborhood or poi"] = None
    place_country: Annotated[str | None, "country of the place"] = None
    place_country_code: Annotated[str | None, "its code, ISO 3166-1 alpha-2"] = None
    place_west: Annotated[float | None, "western bound of the place, degrees"] = None
    place_south: Annotated[float | None, "southern bound, degrees"] = None
    place_east: Annotated[float | None, "eastern bound, degrees"] = None
    place_north: Annotated[float | None, "northern bound, degrees"] = None
    longitude: Annotated[float | None, "exact position it was posted from, degrees east"] = None
    latitude: Annotated[float | None, "exact position, degrees north"] = None
    poll_id: Annotated[str | None, "poll it holds"] = None
    poll_options: Annotated[str | None, "its options in order, a JSON array of {position, label, votes}"] = (
        None
    )
    poll_status: Annotated[str | None, "open or closed"] = None
    poll_ends_at: Annotated[datetime | None, "end of the poll, UTC"] = None
    poll_duration_min: Annotated[int | None, "length of the poll, minutes"] = None
    asked_for: Annotated[bool, "whether it was asked for itself, not only quoted or answered by another"] = (
        True
    )
    availability: Annotated[
        str, "available, deleted, protected, suspended, withheld, restricted (not shown to us) or unknown"
    ]
    availability_reason: Annotated[str | None, "what the answer or the embed says of it, as worded"] = None
    source_kind: Annotated[
        str,
        "form it was found in: api_v2, api_v1, archive, csv, syndication, oembed, blockquote, amp, widget, "
        "iframe, link, script or text",
    ]
    completeness: Annotated[int, "rank of the form among copies of one tweet, higher is better, under 128"]
    confidence: Annotated[float, "1 where the form names the tweet, less where it was inferred"] = 1.0
    extractor_version: ExtractorVersion


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class TweetCounts:
    """One look at the counts of one tweet."""

    tweet_key: TweetKey
    page_id: PageId
    run_id: RunId
    date: Day
    observed_at: ObservedAt
    retweets: Annotated[int | None, "times it was retweeted"] = None
    replies: Annotated[int | None, "replies"] = None
    likes: Annotated[int | None, "likes"] = None
    quotes: Annotated[int | None, "times it was quoted"] = None
    bookmarks: Annotated[int | None, "bookmarks"] = None
    impressions: Annotated[int | None, "times it was seen"] = None


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class TweetAuthor:
    """One look at one account."""

    author_key: Annotated[str, "author_id, or @ and the lower-case handle where the id is not known"]
    page_id: PageId
    run_id: RunId
    date: Day
    observed_at: ObservedAt
    author_id: Annotated[str | None, "account id as decimal digits"]
    handle: Annotated[str | None, "screen name without @, as written"]
    name: Annotated[str | None, "display name"]
    description: Annotated[str | None, "what the account says of itself"] = None
    description_entities: Annotated[
        str | None, "hashtags, cashtags, mentions and links of the description, as JSON"
    ] = None
    location: Annotated[str | None, "place the account gives"] = None
    url: Annotated[str | None, "web address the account gives, expanded where the copy says it"] = None
    created_at: Annotated[datetime | None, "when the account was made, UTC"] = None
    protected: Annotated[bool | None, "whether only followers may read it"] = None
    verified: Annotated[bool | None, "whether X calls it verified"] = None
    verified_type: Annotated[str | None, "blue, business, government or none"] = None
    followers: Annotated[int | None, "accounts that follow it"] = None
    following: Annotated[int | None, "accounts it follows"] = None
    tweets: Annotated[int | None, "tweets it has posted"] = None
    likes: Annotated[int | None, "tweets it has liked"] = None
    listed: Annotated[int | None, "lists it is on"] = None
    media: Annotated[int | None, "pictures and videos it has posted"] = None
    image_url: Annotated[str | None, "its profile picture"] = None
    pinned_tweet_id: Annotated[str | None, "tweet pinned to its profile"] = None
    withheld_countries: Annotated[tuple[str, ...], "countries it is withheld in, ISO 3166-1 alpha-2"] = ()
    withheld_scope: Annotated[str | None, "what is withheld: tweet or user"] = None
    withheld_copyright: Annotated[bool | None, "whether it is withheld for copyright"] = None
    source_kind: Annotated[str, "form it was found in, as tweets.source_kind"]
    completeness: Annotated[int, "rank of the form, as tweets.completeness"]


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class TweetEntity:
    """One hashtag, cashtag, mention, link, named entity or topic of one tweet."""

    tweet_key: TweetKey
    page_id: PageId
    run_id: RunId
    date: Day
    ord: Annotated[int, "position among the entities of the copy, from 0"]
    kind: Annotated[str, "hashtag, cashtag, mention, url, annotation (named entity) or context (topic)"]
    start: Annotated[int | None, "first code point in tweets.text; None where it stands nowhere in it"] = None
    end: Annotated[int | None, "code point after the last"] = None
    text: Annotated[
        str | None, "tag without its sign, handle without @, short link as written, or name of the entity"
    ]
    user_id: Annotated[str | None, "account mentioned"] = None
    user_name: Annotated[str | None, "its display name"] = None
    url_expanded: Annotated[str | None, "address behind the short link"] = None
    url_unwound: Annotated[str | None, "address at the end of its redirects, where X followed them"] = None
    url_display: Annotated[str | None, "link as shown"] = None
    title: Annotated[str | None, "title of the page linked, as X read it"] = None
    description: Annotated[str | None, "summary of the page linked, or of the topic"] = None
    entity_type: Annotated[str | None, "Person, Place …, or the domain of the topic"] = None
    entity_id: Annotated[str | None, "X's id of the topic, domain.entity"] = None
    probability: Annotated[float | None, "how sure X is of a named entity, 0 to 1"] = None


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class TweetMedia:
    """One picture, video or animation of one tweet."""

    tweet_key: TweetKey
    page_id: PageId
    run_id: RunId
    date: Day
    ord: Annotated[int, "position among the media of the copy, from 0"]
    media_key: Annotated[str | None, "X's key of it"] = None
    type: Annotated[str | None, "photo, video or animated_gif"]
    url: Annotated[str | None, "picture; of a video its best variant, an MP4"] = None
    preview_url: Annotated[str | None, "still picture of a video"] = None
    alt_text: Annotated[str | None, "alternative text"] = None
    width: Annotated[int | None, "pixels"] = None
    height: Annotated[int | None, "pixels"] = None
    duration_ms: Annotated[int | None, "length of a video, milliseconds"] = None
    bit_rate: Annotated[int | None, "of the variant at url, bits a second"] = None
    views: Annotated[int | None, "times a video was seen"] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadFault:
    """One part of a payload that could not be read; the rest of it was."""

    page_id: PageId
    run_id: RunId
    date: Day
    ord: Annotated[int, "position among the faults of the page, from 0"]
    source: SourceName
    line: Annotated[int | None, "line of the file, from 1; None where the payload is not lines"]
    fault: Annotated[str, "kind of fault: not_json, not_a_tweet, bad_value, api_error, too_long, too_many"]
    detail: Annotated[str, "what was wrong, in a sentence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class XRead:
    """One answer of the X API: what it cost, and where to go on."""

    page_id: Annotated[str, "the answer kept: pages.page_id"]
    run_id: Annotated[str, "run that asked"]
    date: Day
    source: SourceName
    query_id: Annotated[str, "what was asked for without its window: hash of the path and its parameters"]
    window_id: Annotated[str, "the window of ids that is read page by page, over all runs that do"]
    endpoint: Annotated[str, "path asked, without its parameters"]
    asked_at: Annotated[datetime, "when it was asked, UTC; the month that pays"]
    posts: Annotated[int, "tweets asked for that it brought"]
    included: Annotated[int, "tweets beside them, quoted, answered or repeated"]
    users: Annotated[int, "accounts it brought"]
    reads: Annotated[int, "tweets of it that no answer of the day had brought: what the budget counts"]
    since_id: Annotated[str | None, "window: only tweets after this id"]
    until_id: Annotated[str | None, "window: only tweets before this id"]
    newest_id: Annotated[str | None, "newest tweet of the window so far"]
    oldest_id: Annotated[str | None, "oldest tweet of the window so far"]
    next_token: Annotated[str | None, "page to ask next; None: the window is read to its end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTweet:
    """One tweet shown in one article."""

    article_id: ArticleId
    page_id: PageId
    run_id: RunId
    date: Day
    ord: Annotated[int, "position among the tweets, from 0"]
    tweet_key: Annotated[str, "the tweet: tweets.tweet_key"]
    embed_kind: Annotated[str, "form of the embed: blockquote, amp, widget, iframe, link, script or text"]
    char_offset: Annotated[
        int | None, "code point of articles.text before which it stood; None: outside the body"
    ]
    char_end: Annotated[
        int | None, "code point after its last, where the tweet is in the text itself (embed_kind text)"
    ] = None
    paragraph: Annotated[int | None, "blocks of the text before it: article_paragraphs.ord"]
    confidence: Annotated[float, "1 for markup that names the tweet, less where it was inferred"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEmbed:
    """One post of another platform shown in one article."""

    article_id: ArticleId
    page_id: PageId
    run_id: RunId
    date: Day
    ord: Annotated[int, "position among the article's posts, from 0"]
    platform: Annotated[
        str, "bluesky, mastodon, telegram, instagram, threads, tiktok, facebook or truthsocial"
    ]
    url: Annotated[str | None, "address of the post"]
    post_id: Annotated[str | None, "id of the post on its platform"]
    author_handle: Annotated[str | None, "account, as the platform writes it, without a leading @"]
    author_name: Annotated[str | None, "display name"]
    text: Annotated[str | None, "text as shown, NFC"]
    posted_label: Annotated[str | None, "date as written beside it"]
    language: Annotated[str | None, "language the embed declares"]
    embed_kind: Annotated[str, "form of the embed: blockquote, script, iframe, widget, amp or link"]
    char_offset: Annotated[
        int | None, "code point of articles.text before which it stood; None: outside the body"
    ]
    paragraph: Annotated[int | None, "blocks of the text before it: article_paragraphs.ord"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """One thing that must not be shown: views leave it out at once, `maintain` takes it out of the files."""

    kind: Annotated[str, "tweet, author (account id), handle (lower case), page or url"]
    value: Annotated[str, "tweet key, account id, handle, page id or normalized URL"]
    run_id: Annotated[str, "run that wrote it"]
    date: Day
    forgotten_at: Annotated[datetime, "when it was decided"]
    reason: Annotated[str, "why: asked by …, or what X answered (deleted, suspended, protected)"]
