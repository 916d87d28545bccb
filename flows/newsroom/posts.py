"""Invented posts of other platforms, in the mark-up that each platform's own embed code has."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post; `account` is what its address names, `text` is lines, `label` the date as written."""

    name: str
    platform: str
    account: str
    handle: str
    author: str
    post_id: str
    language: str
    label: str
    text: tuple[str, ...]


@cache
def load_posts() -> dict[str, Post]:
    """Every post by name."""
    raw = tomllib.loads(Path(__file__).with_name("posts.toml").read_text("utf-8"))
    return {name: Post(name=name, **item | {"text": tuple(item["text"])}) for name, item in raw.items()}


def render_post(name: str) -> str:
    """The post of that name as HTML."""
    post = load_posts()[name]
    return PLATFORMS[post.platform](post)


def as_bluesky(post: Post) -> str:
    """A quotation with the text, and author, handle and dated link after it."""
    profile = f"https://bsky.app/profile/{escape(post.account)}"
    text = f'<p lang="{post.language}">{"<br>".join(map(escape, post.text))}</p>'
    author = f'&mdash; {escape(post.author)} (<a href="{profile}?ref_src=embed">@{escape(post.handle)}</a>)'
    date = f'<a href="{profile}/post/{post.post_id}?ref_src=embed">{escape(post.label)}</a>'
    uri = f"at://{escape(post.account)}/app.bsky.feed.post/{post.post_id}"
    script = '<script async src="https://embed.bsky.app/static/embed.js" charset="utf-8"></script>'
    opening = f'<blockquote class="bluesky-embed" data-bluesky-uri="{uri}">'
    return f"{opening}{text}{author} {date}</blockquote>{script}"


def as_mastodon(post: Post) -> str:
    """A card without the text; `account` is the instance."""
    url = f"https://{post.account}/@{post.handle}/{post.post_id}"
    card = f"<div>Post by @{post.handle}@{post.account}</div><div>View on Mastodon</div>"
    opening = f'<blockquote class="mastodon-embed" data-embed-url="{url}/embed">'
    script = f'<script async src="https://{post.account}/embed.js"></script>'
    return f'{opening}<a href="{url}">{card}</a></blockquote>{script}'


def as_telegram(post: Post) -> str:
    """A script and nothing else."""
    source = "https://telegram.org/js/telegram-widget.js?22"
    return f'<script async src="{source}" data-telegram-post="{post.account}/{post.post_id}"></script>'


def as_instagram(post: Post) -> str:
    """A card with the account."""
    url = f"https://www.instagram.com/p/{post.post_id}/?utm_source=ig_embed"
    shared = f"A post shared by {escape(post.author)} (@{post.handle})"
    card = f'<a href="{url}"><div>View this post on Instagram</div></a><p><a href="{url}">{shared}</a></p>'
    opening = f'<blockquote class="instagram-media" data-instgrm-permalink="{url}" data-instgrm-version="14">'
    return (
        f'{opening}<div>{card}</div></blockquote><script async src="//www.instagram.com/embed.js"></script>'
    )


PLATFORMS: dict[str, Callable[[Post], str]] = {
    "bluesky": as_bluesky,
    "mastodon": as_mastodon,
    "telegram": as_telegram,
    "instagram": as_instagram,
}
