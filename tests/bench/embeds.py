"""Embedded tweets and posts of real pages: present (counted in the markup), found, placed, left in the text.

Run: python -m tests.bench.embeds [--list]
"""

import argparse
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tasks.parsing.body import extract_body
from tasks.parsing.charset import decode
from tasks.parsing.document import parse_html
from tasks.parsing.embeds import lift_embeds
from tests.bench import flattened
from tests.bench.corpora import ROOT, SETS, read_set

TWEETS = ROOT.parent / "tweets" / "blockquote"
PROBE_CHARS = 40

UNSEEN = re.compile(
    r"<!--.*?-->|<script\b.*?</script>|<style\b.*?</style>|<textarea\b.*?</textarea>", re.S | re.I
)
QUOTE = re.compile(r"<blockquote\b[^>]*\btwitter-(?:tweet|video)\b[^>]*>(.*?)</blockquote>", re.S | re.I)
PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.S | re.I)
STATUS = re.compile(r"status(?:es)?/(\d{5,19})")
FORMS = {
    "amp": re.compile(r"<amp-twitter\b[^>]*data-tweetid=\S*?(\d{9,19})", re.I),
    "iframe": re.compile(r"<iframe\b[^>]*(?:data-tweet-id=\W*|[?;&]id=)(\d{9,19})", re.I),
    "widget": re.compile(r"<(?:div|section|twitter-?widget)\b[^>]*data-tweet-?id=\W*(\d{9,19})", re.I),
    "bluesky": re.compile(r"<(?:blockquote|iframe)\b[^>]*\bapp\.bsky\.feed\.post/(\w+)", re.I),
    "mastodon": re.compile(
        r"<(?:blockquote|iframe)\b[^>]*//(?!truthsocial)[\w.]+/@[\w.@]+/(\d{10,20})/embed", re.I
    ),
    "truthsocial": re.compile(r"<iframe\b[^>]*truthsocial\.com/@[\w.]+/(?:posts/)?(\d{10,20})", re.I),
    "telegram": re.compile(r"<script\b[^>]*data-telegram-post=\W?\w+/(\d+)", re.I),
    "instagram": re.compile(
        r"<(?:blockquote|iframe)\b[^>]*instagram\.com/(?:[\w.]+/)?(?:p|reel|tv)/([\w-]{5,})", re.I
    ),
    "tiktok": re.compile(r"<blockquote\b[^>]*\btiktok-embed\b[^>]*data-video-id=\W?(\d+)", re.I),
    "threads": re.compile(r"<blockquote\b[^>]*threads\.(?:net|com)/@[\w.]+/post/([\w-]+)", re.I),
    "facebook": re.compile(
        r"<(?:div|iframe)\b[^>]*(?:fb-(?:post|video)\b[^>]*data-href=|plugins/(?:post|video)\.php)"
        r"[^>]*?(?:/|%2F)(?:posts|videos)(?:/|%2F)(\w+)",
        re.I,
    ),
}
X = ("blockquote", "amp", "iframe", "widget")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One embed as plain patterns see it in the markup; probe is the start of its text, words only."""

    form: str
    tweet_id: str
    probe: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one embed seen."""

    page: str
    seen: Seen
    found: bool
    authored: bool
    text_read: bool
    placed: bool
    left: bool


def words(text: str) -> str:
    """Letters and digits only, for looking a text up in another."""
    return re.sub(
        r"[\W_]+", "", html.unescape(re.sub(r"<[^>]*>|https?://[\w./-]+|pic\.twitter\.com/\w+", " ", text))
    ).lower()


def read_seen(markup: str) -> Iterator[Seen]:
    """Embeds counted without a parser."""
    visible = UNSEEN.sub(lambda part: part[0] if "data-telegram-post" in part[0][:500] else "", markup)
    for quote in QUOTE.finditer(visible):
        ids = STATUS.findall(quote[1])
        paragraph = PARAGRAPH.search(quote[1])
        probe = words(paragraph[1])[:PROBE_CHARS] if paragraph else ""
        yield Seen(form="blockquote", tweet_id=ids[-1] if ids else "", probe=probe)
    for form, pattern in FORMS.items():
        for tweet_id in pattern.findall(visible):
            yield Seen(form=form, tweet_id=tweet_id, probe="")


def check_page(name: str, body: bytes) -> Iterator[Outcome]:
    """Every embed seen in one page, beside what isnad makes of it."""
    markup = decode(body, None).text
    tree = parse_html(markup)
    lifted = lift_embeds(tree) if tree is not None else None
    embeds = [("x", each.tweet_id or "", each) for each in lifted.tweets] if lifted else []
    embeds += [(each.platform, each.post_id, each) for each in lifted.posts] if lifted else []
    article = extract_body(tree, "https://example.invalid/") if tree is not None else None
    text, places = (words(article.text), article.places) if article else ("", {})
    elsewhere = words(QUOTE.sub("", UNSEEN.sub("", markup)))
    for seen in read_seen(markup):
        platform = "x" if seen.form in X else seen.form
        same = [embed for at, name, embed in embeds if (at, name) == (platform, seen.tweet_id)]
        # an article may quote the tweet in its own words too: that is not a text left behind
        yield Outcome(
            page=name,
            seen=seen,
            found=bool(same),
            authored=any(embed.author_handle for embed in same),
            text_read=any(words(embed.text or "").startswith(seen.probe) for embed in same),
            placed=any(embed.number in places for embed in same),
            left=len(seen.probe) > PROBE_CHARS // 2 and seen.probe in text and seen.probe not in elsewhere,
        )


def read_pages() -> Iterator[tuple[str, bytes]]:
    """The set of pages with embeds, and the single embeds each as a small page."""
    for sample in read_set("embeds"):
        yield sample.id, sample.html
    for name in SETS:
        for sample in read_set(name) if name != "embeds" else ():
            markup = sample.html.decode("utf-8", "replace")
            if any(FORMS[form].search(markup) for form in FORMS if form not in X):
                yield f"{name}:{sample.id}", sample.html
    for path in sorted(TWEETS.glob("*.html")):
        yield path.name, path.read_bytes()
    filler = "<p>" + "The council met on Sunday and said nothing new about the bridge. " * 5 + "</p>"
    for number, line in enumerate((TWEETS / "real_embeds.jsonl").read_text(encoding="utf-8").splitlines()):
        embed = json.loads(line)["html"]
        page = f"<html><body><article><h1>News</h1>{filler}{embed}{filler}</article></body></html>"
        yield f"real_embeds.jsonl:{number}", page.encode()


def main() -> None:
    """Print a line for each form; with --list, a line for each embed that was missed, unplaced or left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="name what was missed, unplaced or left")
    wanted = parser.parse_args()
    if not Path(ROOT / "embeds").is_dir():
        raise SystemExit(f"no pages: {ROOT / 'embeds'} is not there")
    outcomes = [outcome for name, body in read_pages() for outcome in check_page(name, body)]
    names = ("found", "authored", "text_read", "placed", "left")
    print(f"{'form':12}{'present':>10}" + "".join(f"{name:>10}" for name in names))
    for form, present in Counter(outcome.seen.form for outcome in outcomes).items():
        of_form = [outcome for outcome in outcomes if outcome.seen.form == form]
        sums = [sum(getattr(o, name) for o in of_form) for name in names]
        print(f"{form:12}{present:10}" + "".join(f"{value:10}" for value in sums))
    for o in outcomes if wanted.list else ():
        if o.left or not (o.found and o.text_read and o.placed):
            flags = f"found={o.found} text={o.text_read} placed={o.placed} left={o.left}"
            print(f"{o.page[:60]} {o.seen.form} {o.seen.tweet_id} {flags}")
    print()
    flattened.main()


if __name__ == "__main__":
    main()
