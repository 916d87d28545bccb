"""Invented short news in four languages, and texts that know the places of what stands in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from random import Random
from typing import Any

Item = dict[str, Any]
Entities = dict[str, list[Item]]

EMOJI = ("🔴", "👨‍👩‍👧", "🇱🇧", "⚓️", "🧑🏽‍🔧")  # signs of several code points and beyond 16 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What is said in one language; `code` is as X writes it, which is iw for Hebrew."""

    code: str
    names: tuple[str, ...]
    news: tuple[str, ...]
    places: tuple[str, ...]
    tags: tuple[str, ...]


LANGUAGES = (
    Language(
        code="ar",
        names=("أخبار الميناء", "بلدية الرمان", "وزارة النقل"),
        news=(
            "الوزارة تعلن تأجيل افتتاح الجسر الجديد",
            "عودة السفن إلى أرصفتها بعد العاصفة",
            "البلدية تنشر نتائج فحص مياه الشرب",
            "قوافل الإغاثة تصل عبر الطريق الساحلي",
        ),
        places=("ميناء الرمان", "جسر الوادي"),
        tags=("أخبار_الميناء", "الجسر"),
    ),
    Language(
        code="en",
        names=("Harbour Daily", "City Bridge Office", "Ministry of Roads"),
        news=(
            "The ministry puts off the opening of the new bridge",
            "Ships return to their berths after the storm",
            "The council publishes the results of its water tests",
            "Ferries & buses run again along the coast road",
        ),
        places=("Pomegranate Harbour", "Valley Bridge"),
        tags=("harbour", "NewBridge"),
    ),
    Language(
        code="iw",
        names=("חדשות הנמל", "עיריית הגשר", "משרד הדרכים"),
        news=(
            "המשרד דוחה את פתיחת הגשר החדש",
            "הספינות חוזרות לרציפים אחרי הסערה",
            "העירייה מפרסמת את תוצאות בדיקת המים",
            "אוטובוסים נוסעים שוב בכביש החוף",
        ),
        places=("נמל הרימון", "גשר העמק"),
        tags=("נמל", "הגשר_החדש"),
    ),
    Language(
        code="fa",
        names=("خبر بندر", "شهرداری پل", "وزارت راه"),
        news=(
            "وزارت راه گشایش پل تازه را به تعویق انداخت",
            "کشتی‌ها پس از توفان به اسکله بازگشتند",
            "شهرداری نتیجه آزمایش آب را منتشر کرد",
            "اتوبوس‌ها دوباره در جاده ساحلی می‌روند",
        ),
        places=("بندر انار", "پل دره"),
        tags=("بندر", "پل_تازه"),
    ),
)


@dataclass(slots=True, kw_only=True)
class Writing:
    """A text as X sends it, HTML-escaped, and what stands in it by kind; places are its code points.

    `end` is the one after the last, but of annotations it is the last.
    """

    text: str = ""
    entities: Entities = field(default_factory=dict)

    def say(self, words: str) -> None:
        """Add words, a space before them."""
        self.text += f"{' ' if self.text else ''}{escape(words, quote=False)}"

    def mark(self, kind: str, shown: str, **says: Any) -> None:
        """Add words that are an entity."""
        start = len(self.text) + bool(self.text)
        self.say(shown)
        end = len(self.text) - (kind == "annotations")
        self.entities.setdefault(kind, []).append({"start": start, "end": end, **says})

    def tag(self, word: str) -> None:
        """Add a hashtag."""
        self.mark("hashtags", f"#{word}", tag=word)

    def mention(self, user: Item) -> None:
        """Add the handle of an account."""
        self.mark("mentions", f"@{user['username']}", username=user["username"], id=user["id"])

    def link(self, code: str, address: str, **says: Any) -> None:
        """Add a short link to an address."""
        shown = address.removeprefix("https://")
        display = shown if len(shown) < 27 else f"{shown[:26]}…"
        short = f"https://t.co/{code}"
        self.mark("urls", short, url=short, expanded_url=address, display_url=display, **says)


def moved(entities: Entities, by: int, least: int, most: int) -> Iterator[tuple[str, Item]]:
    """The entities that lie within some code points, each moved; what is cut into is left out."""
    for kind, entries in entities.items():
        for entry in entries:
            if least <= entry["start"] and entry["end"] <= most:
                yield kind, entry | {"start": entry["start"] + by, "end": entry["end"] + by}


def cut(text: str, most: int) -> str:
    """The whole words of a text's beginning, so that no character reference is cut into."""
    return text if len(text) <= most else text[:most].rpartition(" ")[0]


def write_news(rng: Random, language: Language) -> Writing:
    """One piece of news: what, where, and a hashtag; some begin with a sign or have an ampersand."""
    writing = Writing()
    if rng.random() < 0.4:
        writing.say(rng.choice(EMOJI))
    writing.say(rng.choice(language.news))
    if rng.random() < 0.2:
        writing.say("& R&D <3")
    place = rng.choice(language.places)
    said = {"probability": round(rng.uniform(0.4, 0.99), 4), "type": "Place", "normalized_text": place}
    writing.mark("annotations", place, **said)
    writing.tag(rng.choice(language.tags))
    return writing


def write_code(rng: Random) -> str:
    """The code of a short link."""
    return "".join(rng.choices("abcdefghkmnpqrstuvwxyzABCDEFGHKMNPQRSTUVWXYZ23456789", k=10))
