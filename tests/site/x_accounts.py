"""Invented accounts, in the shape of the X API v2 with all its fields."""

from random import Random

from tests.site.x_words import LANGUAGES, Item, Writing, write_code

STEMS = ("harbour", "bridge", "roads", "water")


def make_account(rng: Random, number: int, *, protected: bool = False) -> Item:
    """One account; its number gives its handle and its language."""
    language = LANGUAGES[number % len(LANGUAGES)]
    described, link = Writing(), Writing()
    described.say(language.news[0])
    described.tag(language.tags[0])
    link.link(write_code(rng), f"https://news.example/{number}")
    kind = ("none", "blue", "business", "government")[number % 4]
    return {
        "id": str(rng.randrange(10**6, 10**9) if number % 2 else rng.randrange(10**17, 10**18)),
        "name": f"{rng.choice(language.names)} {number}",
        "username": f"{STEMS[number % len(STEMS)]}_{number}",
        "created_at": f"20{rng.randrange(10, 26)}-0{rng.randrange(1, 10)}-11T09:30:00.000Z",
        "description": described.text,
        "entities": {"url": {"urls": link.entities["urls"]}, "description": described.entities},
        "location": rng.choice(language.places),
        "profile_image_url": f"https://pictures.example/profile/{number}_normal.jpg",
        "protected": protected,
        "public_metrics": {
            "followers_count": rng.randrange(10**6),
            "following_count": rng.randrange(2_000),
            "tweet_count": rng.randrange(10**5),
            "listed_count": rng.randrange(500),
            "like_count": rng.randrange(10**4),
            "media_count": rng.randrange(10**3),
        },
        "url": link.text,
        "verified": kind != "none",
        "verified_type": kind,
    }
