"""Dates and times as machines and people write them; what is ambiguous is not read.

Machine forms: ISO 8601 and its common misspellings, RFC 5322, `date`'s output, Unix time.
People's forms: day, month name and year in any order that names a month, and day/month/year in numbers.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from tasks.parsing.months import JALALI, MONTHS

MAX_CHARS = 200
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
NEW_YEAR_1403 = datetime(2024, 3, 20, tzinfo=UTC)
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
PERSIAN = str.maketrans("يك", "یک")
MARKS = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)
ISO = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/. ]?"
    r"(?P<m>0\d|1[0-2]|(?<=[-/. ])[1-9])[-/. ]?(?P<d>[0-2]\d|3[01]|(?<=[-/. ])[1-9])(?!\d)"
    r"|(?<!\d)(?P<y2>(?:19|20)\d\d)(?P<m2>\d\d)(?P<d2>\d\d)(?=T\d)"
)
CLOCK = re.compile(
    r"(?<![\d:])(?P<h>[01]?\d|2[0-3])[:٫h](?P<mi>[0-5]\d)(?::(?P<s>[0-5]\d)(?:[.,]\d{1,9})?)?\s?(?P<half>[ap]\.?m\b\.?|[صم](?!\w)|"
    r"صباح\w?|مساء\w?|[بق]\.ظ)?",
    re.IGNORECASE,
)
COMPACT_CLOCK = re.compile(r"(?<=\dT)(?P<h>[01]\d|2[0-3])(?P<mi>[0-5]\d)(?P<s>[0-5]\d)?(?!\d)")
OFFSET = re.compile(
    r"^\s?(?:GMT|UTC)?\s?(?P<sign>[+\-−])(?P<h>[01]\d):?(?P<m>[0-5]\d)?(?!\d)|^\s?(?P<zulu>Z|z|UTC|GMT)\b"
)
ZONES = {"EST": -300, "EDT": -240, "CST": -360, "CDT": -300,
         "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
         "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "BST": 60}  # fmt: skip
ZONE = re.compile(r"\b(E[SD]T|C[SD]T|M[SD]T|P[SD]T|CES?T|EES?T|MSK|BST)\b")
WORD = r"[^\W\d_]+(?: (?:الأول|الثاني|أول|ثاني|اول))?"
DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<d>[0-3]?\d)(?:st|nd|rd|th|er|º)?[\s.,\-/]{{1,3}}(?:de |من )?(?P<name>{WORD})"
    rf"[^\w]{{1,4}}(?:\S{{2,14}} ){{0,2}}(?P<y>(?:1[34]|19|20)\d\d)(?!\d)"
)
MONTH_FIRST = re.compile(
    rf"(?P<name>{WORD})\.?\s{{1,2}}(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?:,|،)?\s{{1,2}}(?P<y>(?:19|20)\d\d)(?!\d)"
)
CLOCK_BETWEEN = re.compile(
    r"(?P<name>[A-Z][a-z]{2}) (?P<d>[0-3]?\d) \d\d:\d\d:\d\d (?:[A-Z]{2,5} )?(?P<y>(?:19|20)\d\d)"
)
NUMBERS = re.compile(
    r"(?<!\d)(?P<a>[0-3]?\d)(?P<sep>[./\-])(?P<b>[0-3]?\d)(?P=sep)(?P<y>(?:19|20)\d\d)(?!\d)"
)
AFTERNOON = frozenset("pمب")
UNIX = re.compile(r"\d{10}(?:\d{3})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time as written: UTC; second, minute or day; minutes east of UTC, None where no zone is given."""

    at: datetime
    precision: str
    offset_min: int | None

    @property
    def local_day(self) -> str:
        """The day on the writer's calendar, ISO 8601."""
        return (self.at + timedelta(minutes=self.offset_min or 0)).date().isoformat()


def parse_moment(text: str, latest: datetime) -> Moment | None:
    """The first date in a short text, with its clock; None where there is none from 1990 to `latest`."""
    plain = text[:MAX_CHARS].translate(MARKS).translate(DIGITS).strip()
    if UNIX.fullmatch(plain):
        at = datetime.fromtimestamp(int(plain[:10]), UTC)
        return bounded(Moment(at=at, precision="second", offset_min=0), latest)
    found = day_in(plain)
    if found is None:
        return None
    (year, month, day), end = found
    try:
        midnight = datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
    return bounded(with_clock(midnight, plain, end), latest)


def bounded(moment: Moment, latest: datetime) -> Moment | None:
    """The moment unless it is impossible."""
    return moment if EARLIEST <= moment.at <= latest else None


def day_in(text: str) -> tuple[tuple[int, int, int], int] | None:
    """Year, month and day of the first date, and where its text ends."""
    if found := ISO.search(text):
        parts = [found[name] or found[name + "2"] for name in ("y", "m", "d")]
        return (int(parts[0]), int(parts[1]), int(parts[2])), found.end()
    for pattern in (DAY_FIRST, MONTH_FIRST, CLOCK_BETWEEN):
        for found in pattern.finditer(text):
            day = named_day(found["name"].lower(), int(found["d"]), int(found["y"]))
            if day:
                return day, found.end() if pattern is not CLOCK_BETWEEN else found.start()
    if found := NUMBERS.search(text):
        day = numbered_day(int(found["a"]), int(found["b"]), int(found["y"]), found["sep"], text)
        return (day, found.end()) if day else None
    return None


def named_day(name: str, day: int, year: int) -> tuple[int, int, int] | None:
    """A day whose month is named; a Persian solar date is converted."""
    first = name.split(" ")[0]
    solar = first.translate(PERSIAN)
    if year < 1900:
        month = JALALI.get(solar)
        return from_jalali(year, month, day) if month else None
    number = MONTHS.get(name) or MONTHS.get(first)
    return (year, number, day) if number else None


def numbered_day(
    first: int, second: int, year: int, separator: str, text: str
) -> tuple[int, int, int] | None:
    """Day first, as in most of the world; month first only with an a.m. or p.m. clock or a day over 12."""
    american = separator == "/" and text.isascii() and re.search(r"\d\s?[ap]\.?m\b", text, re.IGNORECASE)
    month, day = (first, second) if second > 12 or american else (second, first)
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def from_jalali(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """A day of the Persian solar calendar in the Gregorian one (33-year rule: right from 1244 to 1472)."""
    if not 1 <= day <= 31:
        return None
    months = (month - 1) * 31 if month < 7 else (month - 7) * 30 + 186
    at = NEW_YEAR_1403 + timedelta(days=solar_days(year) - solar_days(1403) + months + day - 1)
    return at.year, at.month, at.day


def solar_days(year: int) -> int:
    """Days before a Persian solar year, from a fixed beginning."""
    cycles, rest = divmod(year + 1595, 33)
    return 365 * (year + 1595) + 8 * cycles + (rest + 3) // 4


def with_clock(midnight: datetime, text: str, end: int) -> Moment:
    """The day with the clock written after it, else the one before it."""
    clock = CLOCK.search(text, end) or COMPACT_CLOCK.search(text, end) or CLOCK.search(text)
    if clock is None:
        return Moment(at=midnight, precision="day", offset_min=None)
    hour, seconds = int(clock["h"]), clock["s"]
    half = (clock.groupdict().get("half") or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[0] in AFTERNOON else 0)
    at = midnight + timedelta(hours=hour, minutes=int(clock["mi"]), seconds=int(seconds or 0))
    offset = offset_after(text, clock.end())
    return Moment(
        at=at.replace(tzinfo=timezone(timedelta(minutes=offset or 0))).astimezone(UTC),
        precision="second" if seconds else "minute",
        offset_min=offset,
    )


def offset_after(text: str, start: int) -> int | None:
    """Minutes east of UTC written after a clock; None where no zone is."""
    found = OFFSET.match(text[start : start + 20])
    if found and found["zulu"]:
        return 0
    if found:
        minutes = int(found["h"]) * 60 + int(found["m"] or 0)
        return (minutes if found["sign"] == "+" else -minutes) if minutes <= 14 * 60 else None
    named = ZONE.search(text, start, start + 20)
    return ZONES[named[1]] if named else None
