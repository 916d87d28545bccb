"""Embedded posts of other platforms: their markup, found, read and lifted."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tasks.parsing.body import extract_body
from tasks.parsing.document import drop_machinery, parse_html
from tasks.parsing.embeds import Lifted, lift_embeds

SAID = "The council of the invented town met on Sunday and said that the harbour bridge opens. " * 2
BLUESKY = """<blockquote class="bluesky-embed" data-bluesky-cid="bafyharbour"
data-bluesky-uri="at://did:plc:harbour/app.bsky.feed.post/3kharbour22"><p lang="en">The
bridge &amp; the quay open.<br>
See you there.<br><br><a
href="https://bsky.app/profile/did:plc:harbour/post/3kharbour22?ref_src=embed">[image or
embed]</a></p>&mdash; Harbour News (<a href="https://bsky.app/profile/did:plc:harbour?ref_src=embed"
>@news.harbour.example</a>) <a href="https://bsky.app/profile/did:plc:harbour/post/3kharbour22?ref_src=embed"
>December
8, 2024 at 7:01 PM</a></blockquote><script async src="https://embed.bsky.app/static/embed.js"></script>"""
MASTODON = """<blockquote class="mastodon-embed"
data-embed-url="https://social.example/@harbour/112233445566778899/embed">
<a href="https://social.example/@harbour/112233445566778899"><div>Post by @harbour@social.example</div>
<div>View on Mastodon</div></a></blockquote><script async src="https://social.example/embed.js"></script>"""
INSTAGRAM = """<blockquote class="instagram-media" data-instgrm-captioned
data-instgrm-permalink="https://www.instagram.com/p/C1harb_ur-9/?utm_source=ig_embed"><div>
<a href="https://www.instagram.com/p/C1harb_ur-9/?utm_source=ig_embed"><div></div><div>View this post on
Instagram</div></a><p><a href="https://www.instagram.com/p/C1harb_ur-9/">A post shared by أخبار الميناء
(@harbour.news)</a></p></div></blockquote><script async src="//www.instagram.com/embed.js"></script>"""
OLD_INSTAGRAM = """<blockquote class="instagram-media"><div><p><a
href="https://www.instagram.com/p/C1harb_ur-9/">Boats at
noon</a></p><p>A post shared by <a
href="https://www.instagram.com/harbour/">Harbour News</a> (@harbour.news) on
<time datetime="2024-12-08T10:00:00+00:00">Dec 8, 2024 at 2:00am PST</time></p></div></blockquote>"""
TIKTOK = """<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@harbour/video/7271627110652087598"
data-video-id="7271627110652087598"><section><a
href="https://www.tiktok.com/@harbour">@harbour</a> <p>The bridge
from above <a href="https://www.tiktok.com/tag/bridge">#bridge</a></p><a
href="https://www.tiktok.com/music/x-1">♬ original sound - Harbour</a></section></blockquote>"""
FACEBOOK = """<div class="fb-post" data-href="https://www.facebook.com/harbour/posts/1234567890"><blockquote
cite="https://www.facebook.com/harbour/posts/1234567890" class="fb-xfbml-parse-ignore"><p>The
bridge opens.</p>Posted by <a href="https://www.facebook.com/harbour/">Harbour News</a> on&nbsp;<a
href="https://www.facebook.com/harbour/posts/1234567890">Sunday, December 8, 2024</a></blockquote></div>"""
THREADS = """<blockquote class="text-post-media"
data-text-post-permalink="https://www.threads.net/@harbour/post/C3harbour"
id="ig-tp-C3harbour"><a href="https://www.threads.net/@harbour/post/C3harbour"><div>Post by @harbour</div>
<div>View on Threads</div></a></blockquote>"""
WIDGET = '<script async src="https://telegram.org/js/telegram-widget.js?22" {}></script>'
TELEGRAM = WIDGET.format('data-telegram-post="harbour_news/42"')
FRAME = '<iframe src="{}"></iframe>'
PLUGIN = "https://www.facebook.com/plugins/{}.php?href=https%3A%2F%2Ffacebook.com%2Fh%2Fposts%2F1234567"


def lifted_from(*parts: str) -> tuple[Lifted, html.HtmlElement]:
    """What is lifted out of an article with these parts, and the page left."""
    tree = parse_html(f"<html><body><article><h1>Bridge</h1>{''.join(parts)}</article></body></html>")
    assert tree is not None
    return lift_embeds(tree), tree


@pytest.mark.parametrize(
    ("markup", "platform", "kind", "said"),
    [
        (
            BLUESKY,
            "bluesky",
            "blockquote",
            (
                "The bridge & the quay open.\nSee you there.",
                "Harbour News",
                "news.harbour.example",
                "December 8, 2024 at 7:01 PM",
                "en",
            ),
        ),
        (MASTODON, "mastodon", "blockquote", (None, None, "harbour@social.example", None, None)),
        (INSTAGRAM, "instagram", "blockquote", (None, "أخبار الميناء", "harbour.news", None, None)),
        (
            OLD_INSTAGRAM,
            "instagram",
            "blockquote",
            ("Boats at noon", "Harbour News", "harbour.news", "Dec 8, 2024 at 2:00am PST", None),
        ),
        (TIKTOK, "tiktok", "blockquote", ("The bridge from above #bridge", None, "harbour", None, None)),
        (
            FACEBOOK,
            "facebook",
            "widget",
            ("The bridge opens.", "Harbour News", "harbour", "Sunday, December 8, 2024", None),
        ),
        (THREADS, "threads", "blockquote", (None, None, "harbour", None, None)),
        (TELEGRAM, "telegram", "script", (None, None, "harbour_news", None, None)),
    ],
)
def test_embed_codes(
    markup: str,
    platform: str,
    kind: str,
    said: tuple[str | None, str | None, str | None, str | None, str | None],
) -> None:
    """Each platform's own code gives what it says, and nothing of it stays in the article's text."""
    lifted, tree = lifted_from(f"<p>{SAID}</p>", markup, f"<p>{SAID}</p>")
    (post,) = lifted.posts
    assert (post.platform, post.kind) == (platform, kind)
    assert (post.text, post.author_name, post.author_handle, post.label, post.language) == said
    drop_machinery(tree)
    body = extract_body(tree, "https://sada.example/")
    assert body.text == f"{SAID.strip()}\n\n{SAID.strip()}"
    assert body.places[0].paragraph == 1


@pytest.mark.parametrize(
    ("markup", "platform", "kind"),
    [
        (
            FRAME.format("https://embed.bsky.app/embed/did:plc:harbour/app.bsky.feed.post/3kharbour22"),
            "bluesky",
            "iframe",
        ),
        (FRAME.format("https://social.example/@harbour/112233445566778899/embed"), "mastodon", "iframe"),
        (FRAME.format("https://truthsocial.com/@harbour/112233445566778899/embed"), "truthsocial", "iframe"),
        (FRAME.format("https://t.me/harbour_news/42?embed=1"), "telegram", "iframe"),
        (FRAME.format("https://www.instagram.com/p/C1harb_ur-9/embed/"), "instagram", "iframe"),
        (FRAME.format("https://www.tiktok.com/embed/v2/7271627110652087598"), "tiktok", "iframe"),
        (
            FRAME.format(PLUGIN.format("post")),
            "facebook",
            "iframe",
        ),
        ('<amp-instagram data-shortcode="C1harb_ur-9"></amp-instagram>', "instagram", "amp"),
        ('<amp-tiktok data-src="7271627110652087598"></amp-tiktok>', "tiktok", "amp"),
        ('<oembed url="https://t.me/harbour_news/42"></oembed>', "telegram", "widget"),
        ('<div data-oembed-url="https://t.me/harbour_news/42"></div>', "telegram", "widget"),
        ("<p>https://t.me/harbour_news/42</p>", "telegram", "link"),
        (
            '<p><a href="https://t.me/harbour_news/42">https://t.me/harbour_news/42</a></p>',
            "telegram",
            "link",
        ),
    ],
)
def test_addresses_only(markup: str, platform: str, kind: str) -> None:
    """Frames, AMP's elements, place-holders and bare addresses name a post and nothing else."""
    (post,) = lifted_from(markup)[0].posts
    assert (post.platform, post.kind, post.text) == (platform, kind, None)


@pytest.mark.parametrize(
    "markup",
    [
        '<blockquote class="bluesky-embed"><p>A quotation in borrowed clothes.</p></blockquote>',
        '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@harbour"></blockquote>',
        '<div class="fb-post"></div>',
        '<div class="fb-page" data-href="https://www.facebook.com/harbour/"></div>',
        WIDGET.format('data-telegram-login="harbour_bot"'),
        WIDGET.format('data-telegram-discussion="harbour/42"'),
        FRAME.format(PLUGIN.format("like")),
        '<iframe src="https://video.example/embed/1"></iframe>',
        f'<p>{SAID} <a href="https://t.me/harbour_news/42">On Telegram</a>.</p>',
        '<p><a href="https://t.me/harbour_news/42">the channel said so</a></p>',
        "<p>See https://t.me/harbour_news/42</p>",
        '<ul class="share"><li><a href="https://t.me/share/url?url=x">https://t.me/share</a></li></ul>',
    ],
)
def test_what_is_no_post(markup: str) -> None:
    """Other quotations, profiles, log-ins, comments, buttons and links in sentences stay."""
    lifted, tree = lifted_from(markup)
    assert lifted.posts == []
    assert "isnad" not in html.tostring(tree, encoding="unicode")


def test_posts_and_tweets_are_numbered_together() -> None:
    """Each has its own mark, in the order of the page."""
    tweet = (
        '<blockquote class="twitter-tweet"><p>Open.</p>— Harbour (@harbour) '
        '<a href="https://x.com/harbour/status/1866000000000000001">December 8, 2024</a></blockquote>'
    )
    lifted, _ = lifted_from(f"<p>{SAID}</p>", BLUESKY, tweet, TELEGRAM)
    assert [post.number for post in lifted.posts] == [0, 2]
    assert [embed.number for embed in lifted.tweets] == [1]


def test_what_telegrams_script_made_is_not_a_second_post() -> None:
    """A saved page has the frame beside the script that made it."""
    frame = FRAME.format("https://t.me/harbour_news/42?embed=1")
    assert len(lifted_from(TELEGRAM, frame)[0].posts) == 1
    assert len(lifted_from(TELEGRAM, f"<p>{SAID}</p>", frame)[0].posts) == 2


def test_unclosed_embed_gives_the_article_back() -> None:
    """Text that an unclosed quotation swallowed stays in the page."""
    lifted, tree = lifted_from(BLUESKY.replace("</blockquote>", ""), f"<p>{SAID}</p><p>{SAID}</p>")
    assert len(lifted.posts) == 1
    assert tree.text_content().count("council of the invented town") == 4


def test_many_and_deep_is_quick() -> None:
    """Effort grows with the page only: codes without an address, nested without end."""
    markup = '<blockquote class="bluesky-embed"><a href="/x">' * 20_000
    tree = html.fromstring(f"<html><body>{markup}</body></html>")
    before = process_time()
    assert lift_embeds(tree).posts == []
    assert process_time() - before < 5


PARTS = st.sampled_from(
    [BLUESKY, MASTODON, INSTAGRAM, TIKTOK, FACEBOOK, THREADS, TELEGRAM, "<div>", "</div>",
     "<blockquote>", "</p>",
     "<blockquote class='tiktok-embed' cite='https://www.tiktok.com/@a/video/12345678'>",
     "</blockquote>", "<a href='",
     "<p>", "(@", "♬", "<time>", "<section>", "<iframe src='https://t.me/", "'>"]
)  # fmt: skip


@given(st.lists(st.one_of(PARTS, st.text(max_size=10)), max_size=12).map("".join))
@settings(max_examples=60, deadline=None)
def test_any_markup(markup: str) -> None:
    """Anything like HTML is lifted without failing, one mark an embed."""
    tree = parse_html(f"<html><body><p>first</p>{markup}</body></html>")
    if tree is None:
        return
    lifted = lift_embeds(tree)
    count = len(lifted.posts) + len(lifted.tweets)
    assert html.tostring(tree, encoding="unicode").count("⟦isnad-embed-") == count
