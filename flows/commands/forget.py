"""`isnad forget`: what must not be shown any more, from now on in no view."""

import re
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

from config.errors import ConfigError
from config.settings import Settings
from flows.job import make_job
from tasks.clock import utc_now
from tasks.parsing.tweet_urls import parse_tweet_id, parse_tweet_url
from tasks.parsing.urls import normalize_url
from warehouse.claims import alone
from warehouse.forget import ACCOUNTS, FLOW, HANDLES, TWEETS, URLS, Wish, forget, known_tweets
from warehouse.tweet_rows import Forgotten

HANDLE = re.compile(r"[A-Za-z0-9_]{1,20}")
KEY = re.compile(r"[0-9a-f]{32}")  # of a tweet whose id is not known
SHOWN = {
    "tweet": "tweets", "author": "account ids", "handle": "handles", "page": "pages", "url": "addresses"
}  # fmt: skip
NEXT = "No view shows them any more; `isnad maintain` takes them out of the files."


def forget_tweets(settings: Settings, given: list[str], reason: str, out: Console) -> None:
    """Forget tweets by their ids, addresses or keys, and their retweets.

    Raises:
        ConfigError: one is none of these.
    """
    ids = tuple(dict.fromkeys(map(tweet_of, given)))
    unknown = sorted(set(ids) - known_tweets(settings.root, ids))
    if unknown:
        out.print(
            f"Not known so far, and not shown should they come: {', '.join(unknown)}",
            highlight=False, soft_wrap=True,
        )  # fmt: skip
    tell(run_forget(settings, Wish(kind=TWEETS, values=ids, reason=reason)), out)


def tweet_of(given: str) -> str:
    """The key of the tweet that an id, an address or a key names.

    Raises:
        ConfigError: it names none.
    """
    url = parse_tweet_url(given)
    found = url.tweet_id if url else parse_tweet_id(given)
    if found is None and not KEY.fullmatch(given):
        raise ConfigError(f"{given!r} is neither the id nor the address of a tweet, nor a tweet_key")
    return found or given


def forget_author(settings: Settings, given: str, reason: str, out: Console) -> None:
    """Forget an account by its handle or id: its tweets, their retweets, and what is known of itself.

    Raises:
        ConfigError: it is neither.
    """
    number, name = parse_tweet_id(given), given.removeprefix("@")
    if not number and not HANDLE.fullmatch(name):
        raise ConfigError(f"{given!r} is neither a handle nor the number of an account")
    values = (number or name.lower(),)
    tell(run_forget(settings, Wish(kind=ACCOUNTS if number else HANDLES, values=values, reason=reason)), out)


def forget_url(settings: Settings, given: str, reason: str, out: Console) -> None:
    """Forget an address: the article there in all its versions, and every page of it; it is not asked again.

    Raises:
        ConfigError: it is no address of the web.
    """
    url = normalize_url(given)
    if url is None:
        raise ConfigError(f"{given!r} is not an http:// or https:// address")
    tell(run_forget(settings, Wish(kind=URLS, values=(url,), reason=reason)), out)


def run_forget(settings: Settings, wish: Wish) -> list[Forgotten]:
    """Commit it, alone."""
    started_at = utc_now()
    run_id = make_job(settings, started_at.date(), started_at).run_id
    root: Path = settings.root.resolve()
    with alone(root, FLOW):
        return forget(root, wish, run_id=run_id, started_at=started_at, now=utc_now, version=version("isnad"))


def tell(rows: list[Forgotten], out: Console) -> None:
    """What is forgotten now; accounts and addresses by name, for more than was meant may be among them."""
    if not rows:
        out.print("All of it is forgotten already.", highlight=False)
        return
    counts = Counter(row.kind for row in rows)
    out.print(
        "Forgotten: " + ", ".join(f"{counts[kind]:,} {name}" for kind, name in SHOWN.items() if counts[kind]),
        highlight=False,
    )
    for row in rows:
        if row.kind not in (TWEETS, "page"):
            out.print(f"  {row.kind} {row.value}", markup=False, highlight=False, soft_wrap=True)
    if all(row.kind not in (TWEETS, "page") for row in rows):
        out.print("Nothing of it is known so far, and it is not shown should it come.", highlight=False)
    else:
        out.print(NEXT, highlight=False)
