"""What each kind of source asks of the X API, in the dialect that is set.

Paths, parameters and page sizes: https://docs.x.com/x-api/. The OpenAPI of August 2026 renames tweet to post.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from config.x_sources import XListSource, XSearchSource, XUserSource
from tasks.collecting.x.access import Dialect
from warehouse.keys import key

LOOKUP_IDS = 100
TWEET_FIELDS = (
    "attachments,author_id,context_annotations,conversation_id,created_at,"
    "edit_controls,edit_history_tweet_ids,entities,geo,id,in_reply_to_user_id,lang,note_tweet,"
    "possibly_sensitive,public_metrics,referenced_tweets,reply_settings,source,text,withheld"
)
EXPANSIONS = (
    "attachments.media_keys,attachments.poll_ids,author_id,edit_history_tweet_ids,entities.mentions.username,"
    "geo.place_id,in_reply_to_user_id,referenced_tweets.id,referenced_tweets.id.author_id"
)
USER_FIELDS = (
    "created_at,description,entities,id,location,name,pinned_tweet_id,profile_image_url,protected,"
    "public_metrics,url,username,verified,verified_type,withheld"
)
MEDIA_FIELDS = (
    "alt_text,duration_ms,height,media_key,preview_image_url,public_metrics,type,url,variants,width"
)
PLACE_FIELDS = "contained_within,country,country_code,full_name,geo,id,name,place_type"
POLL_FIELDS = "duration_minutes,end_datetime,id,options,voting_status"
COMMON = {"media.fields": MEDIA_FIELDS, "place.fields": PLACE_FIELDS, "poll.fields": POLL_FIELDS}
MOST_BESIDE = (
    7  # tweets that can come beside one: it quotes one and answers one, and had five versions before
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question that is answered page by page.

    `least` and `most` bound the size of a page. `by_id`: it takes since_id and until_id. `recent`: nothing
    older than seven days may be named.
    """

    path: str
    params: Mapping[str, str]
    least: int
    most: int
    token_name: str
    by_id: bool = True
    recent: bool = False

    @property
    def query_id(self) -> str:
        """The same for the same question, whatever fields it asks for."""
        own = sorted((name, value) for name, value in self.params.items() if "." not in name)
        return key(self.path, *(part for pair in own for part in pair if pair[0] != "expansions"))


def user_query(source: XUserSource, user_id: str, dialect: Dialect) -> Query:
    """The tweets of an account."""
    own = {"exclude": ",".join(source.exclude)} if source.exclude else {}
    return Query(
        path=f"/2/users/{user_id}/tweets",
        params=own | fields(dialect),
        least=5,
        most=100,
        token_name="pagination_token",  # noqa: S106
    )


def search_query(source: XSearchSource, dialect: Dialect) -> Query:
    """What a search finds."""
    return Query(
        path=f"/2/tweets/search/{source.archive}",
        params={"query": source.query} | fields(dialect),
        least=10,
        most=100,  # the full archive gives 500, but only without context annotations
        token_name="next_token",  # noqa: S106
        recent=source.archive == "recent",
    )


def list_query(source: XListSource, dialect: Dialect) -> Query:
    """The tweets of a list's members."""
    return Query(
        path=f"/2/lists/{source.list_id}/tweets",
        params=fields(dialect),
        least=1,
        most=20,  # the page that reaches what was read before is paid as a whole
        token_name="pagination_token",  # noqa: S106
        by_id=False,
    )


def lookup(ids: Iterable[str], dialect: Dialect) -> tuple[str, dict[str, str]]:
    """Path and parameters of a look-up of at most LOOKUP_IDS tweets."""
    return "/2/tweets", {"ids": ",".join(ids)} | fields(dialect)


def account_lookup(handle: str) -> tuple[str, dict[str, str]]:
    """Path and parameters of the look-up of an account by its screen name."""
    return "/2/users/by", {"usernames": handle, "user.fields": USER_FIELDS}


def account_query_id(handle: str) -> str:
    """The query_id of that look-up."""
    return key(account_lookup(handle)[0], handle.lower())


def fields(dialect: Dialect) -> dict[str, str]:
    """The fields and expansions asked for."""
    tweet, expansions = TWEET_FIELDS, EXPANSIONS
    if dialect == "post":
        tweet, expansions = renamed(tweet), renamed(expansions)
    return {f"{dialect}.fields": tweet, "expansions": expansions, "user.fields": USER_FIELDS} | COMMON


def renamed(names: str) -> str:
    """Field names as the newer dialect has them."""
    return (
        names.replace("edit_history_tweet_ids", "edit_history_post_ids")
        .replace("note_tweet", "note_post")
        .replace("referenced_tweets", "referenced_posts")
    )
