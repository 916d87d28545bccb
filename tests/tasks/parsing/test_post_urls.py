"""Addresses of posts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.post_urls import parse_post_url

BLUESKY = ("bluesky", "3kharbour22", "https://bsky.app/profile/did:plc:harbour/post/3kharbour22")
MASTODON = ("mastodon", "112233445566778899", "https://social.example/@harbour/112233445566778899")
INSTAGRAM = ("instagram", "C1harb_ur-9", "https://www.instagram.com/p/C1harb_ur-9/")
FACEBOOK = ("facebook", "1234567890", "https://www.facebook.com/harbour.news/posts/1234567890")
TIKTOK = ("tiktok", "7271627110652087598", "https://www.tiktok.com/@harbour.news/video/7271627110652087598")


@pytest.mark.parametrize(
    ("url", "named", "handle"),
    [
        ("at://did:plc:harbour/app.bsky.feed.post/3kharbour22", BLUESKY, None),
        ("https://bsky.app/profile/did:plc:harbour/post/3kharbour22?ref_src=embed", BLUESKY, None),
        ("https://embed.bsky.app/embed/did:plc:harbour/app.bsky.feed.post/3kharbour22?id=1", BLUESKY, None),
        ("https://social.example/@harbour/112233445566778899/embed", MASTODON, "harbour@social.example"),
        (
            "//social.example/users/harbour/statuses/112233445566778899/embed",
            MASTODON,
            "harbour@social.example",
        ),
        (
            "https://t.me/harbour_news/42?embed=1",
            ("telegram", "42", "https://t.me/harbour_news/42"),
            "harbour_news",
        ),
        (
            "https://t.me/s/harbour_news/42",
            ("telegram", "42", "https://t.me/harbour_news/42"),
            "harbour_news",
        ),
        ("https://www.instagram.com/p/C1harb_ur-9/?utm_source=ig_embed", INSTAGRAM, None),
        ("https://www.instagram.com/p/C1harb_ur-9/embed/captioned/", INSTAGRAM, None),
        ("https://www.tiktok.com/@harbour.news/video/7271627110652087598?lang=ar", TIKTOK, "harbour.news"),
        ("https://m.facebook.com/harbour.news/posts/1234567890", FACEBOOK, "harbour.news"),
        (
            "https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com"
            "%2Fharbour.news%2Fposts%2F1234567890&width=500",
            FACEBOOK,
            "harbour.news",
        ),
        (
            "https://www.facebook.com/permalink.php?story_fbid=1234567890&id=1001&x=y",
            (
                "facebook",
                "1234567890",
                "https://www.facebook.com/permalink.php?story_fbid=1234567890&id=1001",
            ),
            None,
        ),
        (
            "https://www.threads.net/@harbour.news/post/C3harbour_4S",
            ("threads", "C3harbour_4S", "https://www.threads.com/@harbour.news/post/C3harbour_4S"),
            "harbour.news",
        ),
        (
            "https://truthsocial.com/@harbour/112233445566778899/embed",
            ("truthsocial", "112233445566778899", "https://truthsocial.com/@harbour/112233445566778899"),
            "harbour",
        ),
    ],
)
def test_posts(url: str, named: tuple[str, str, str], handle: str | None) -> None:
    """Every form of address gives platform, id, one address and, where it has it, the account."""
    found = parse_post_url(url)
    assert found is not None
    assert ((found.platform, found.post_id, found.url), found.handle) == (named, handle)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "https://bsky.app/profile/harbour.example",
        "at://did:plc:harbour/app.bsky.feed.generator/harbour",
        "https://t.me/harbour_news",
        "https://t.me/share/url?url=https://sada.example",
        "https://www.instagram.com/harbour/",
        "https://www.tiktok.com/@harbour",
        "https://www.facebook.com/harbour.news",
        "https://www.facebook.com/sharer.php?u=https://sada.example/news/1234567890",
        "https://www.facebook.com/plugins/like.php?href=https://www.facebook.com/harbour/posts/1234567890",
        "https://www.facebook.com/plugins/post.php?href=https://www.facebook.com/plugins/post.php",
        "https://www.threads.net/intent/post?text=x",
        "https://social.example/@harbour/112233445566778899",
        "https://video.example/embed/112233445566778899/embed",
        "https://[broken/@harbour/112233445566778899/embed",
        "ftp://t.me/harbour_news/42",
    ],
)
def test_others(url: str | None) -> None:
    """Profiles, share buttons, other widgets and other sites name no post."""
    assert parse_post_url(url) is None


def test_an_address_of_mastodons_form_needs_a_reason() -> None:
    """Any host may have such a path: it is a post where the markup says that it is Mastodon's."""
    assert parse_post_url("https://social.example/@harbour/112233445566778899", fediverse=True) is not None


@given(
    st.text(max_size=60),
    st.sampled_from(["", "https://t.me/", "https://facebook.com/plugins/post.php?", "at://"]),
)
def test_any_text(text: str, opening: str) -> None:
    """No text makes it fail."""
    found = parse_post_url(opening + text)
    assert found is None or found.post_id in found.url
