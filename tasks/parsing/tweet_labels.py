"""The day in the date label beside an embedded tweet."""

import re
from dataclasses import dataclass
from datetime import date

from tasks.parsing.months import MONTHS

MAX_LABEL_CHARS = 100
FIRST_YEAR = 2006  # of the first tweet

_WORD = r"(?P<month>[^\W\d_]{2,14}(?: ال[^\W\d_]{2,8})?)"
_FORMS = (
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})\.? (?:de )?{_WORD}\.?[,،]? (?:de )?(?P<year>\d{{4}})(?!\d)"),
    re.compile(rf"(?<!\w){_WORD}\.? (?P<day>\d{{1,2}})[,،]? (?P<year>\d{{4}})(?!\d)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelDate:
    """A day found in a text, and the code points it stands at."""

    day: date
    start: int
    end: int


def parse_label_date(label: str | None) -> date | None:
    """The day a label names, in any digits; None where it is not certain (08/12/2024) or not a date."""
    found = find_label_date(" ".join((label or "")[:MAX_LABEL_CHARS].split()))
    return found.day if found else None


def find_label_date(text: str) -> LabelDate | None:
    """The first date of a text of one line; None where it has none, or one before the first tweet."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter whose small form is two: places would move
        lowered = text
    for form in _FORMS:
        for found in form.finditer(lowered):
            groups = found.groupdict()
            month = int(groups["number"]) if "number" in groups else MONTHS.get(groups["month"], 0)
            try:
                day = date(int(groups["year"]), month, int(groups["day"]))
            except ValueError:
                continue
            named = LabelDate(day=day, start=found.start(), end=found.end())
            return named if day.year >= FIRST_YEAR else None
    return None
