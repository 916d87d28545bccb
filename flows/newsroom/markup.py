"""The body's small mark-up, as HTML.

A block is a paragraph, or begins with: `## ` heading, `> ` quotation, `- ` list (one item a line),
`{tweet NAME FORM}`, `{post NAME}`, `{image PATH | caption | photographer}`, `{related SLUG | label}`.
Inside a block `[text](address)` is a link; `/path` is on the outlet itself, `OUTLET:/path` on another.
"""

import re
from collections.abc import Callable
from html import escape

from flows.newsroom.embeds import render_tweet
from flows.newsroom.posts import render_post

LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")
POST = re.compile(r"\{post (\S+)\}")
TWEET = re.compile(r"\{tweet (\S+) (\S+)\}")
FIGURE = re.compile(r"\{image (\S+) \| ([^|}]*) \| ([^|}]*)\}")
RELATED = re.compile(r"\{related (\S+) \| ([^}]*)\}")

Resolve = Callable[[str], str]


def render_body(blocks: tuple[str, ...], resolve: Resolve) -> str:
    """The blocks as HTML; `resolve` turns an address of the mark-up into an absolute one."""
    return "\n".join(render_block(block, resolve) for block in blocks)


def render_block(block: str, resolve: Resolve) -> str:
    """One block."""
    if found := TWEET.fullmatch(block):
        return render_tweet(found[1], found[2])
    if found := POST.fullmatch(block):
        return render_post(found[1])
    if found := FIGURE.fullmatch(block):
        return render_figure(resolve(found[1]), found[2].strip(), found[3].strip())
    if found := RELATED.fullmatch(block):
        return (
            f'<aside class="read-also"><a href="{escape(resolve(found[1]))}">{escape(found[2])}</a></aside>'
        )
    if block.startswith("## "):
        return f"<h2>{render_inline(block[3:], resolve)}</h2>"
    if block.startswith("> "):
        return f"<blockquote><p>{render_inline(block[2:], resolve)}</p></blockquote>"
    if block.startswith("- "):
        items = (render_inline(line[2:], resolve) for line in block.split("\n"))
        return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    return f"<p>{render_inline(block, resolve)}</p>"


def render_figure(src: str, caption: str, photographer: str) -> str:
    """A picture with its caption and credit."""
    credit = f' <span class="credit">{escape(photographer)}</span>' if photographer else ""
    image = f'<img src="{escape(src)}" alt="{escape(caption)}" width="800" height="450">'
    return f"<figure>{image}<figcaption>{escape(caption)}{credit}</figcaption></figure>"


def render_inline(text: str, resolve: Resolve) -> str:
    """Escaped text with its links."""
    parts, end = [], 0
    for link in LINK.finditer(text):
        anchor = f'<a href="{escape(resolve(link[2]))}">{escape(link[1])}</a>'
        parts += [escape(text[end : link.start()]), anchor]
        end = link.end()
    return "".join([*parts, escape(text[end:])])


def plain_text(text: str) -> str:
    """The block without its links."""
    return LINK.sub(r"\1", text)
