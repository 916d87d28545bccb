"""The day in the date label beside an embedded tweet, in the languages labels come in most."""

import re
from datetime import date

# names of the months as X writes them (CLDR wide and abbreviated), Levantine names beside the Arabic ones
_MONTHS = (
    "january jan janvier janv enero ene januar января янв ocak oca يناير كانون_الثاني ژانویهٔ ژانویه",
    "february feb février févr febrero februar февраля февр şubat şub فبراير شباط فوریهٔ فوریه",
    "march mar mars marzo märz марта мар mart مارس آذار",
    "april apr avril avr abril abr апреля апр nisan nis أبريل إبريل نيسان آوریل",
    "may mai mayo мая mayıs مايو أيار مهٔ مه",
    "june jun juin junio juni июня июн haziran haz يونيو حزيران ژوئن",
    "july jul juillet juil julio juli июля июл temmuz tem يوليو تموز ژوئیهٔ ژوئیه",
    "august aug août agosto ago августа авг ağustos ağu أغسطس آب اوت",
    "september sep sept septembre septiembre сентября сент eylül eyl سبتمبر أيلول سپتامبر",
    "october oct octobre octubre oktober okt октября окт ekim eki أكتوبر تشرين_الأول اکتبر",
    "november nov novembre noviembre ноября нояб kasım kas نوفمبر تشرين_الثاني نوامبر",
    "december dec décembre déc diciembre dic dezember dez декабря дек aralık ara ديسمبر كانون_الأول دسامبر",
)
_MONTH = {name.replace("_", " "): number for number, names in enumerate(_MONTHS, 1) for name in names.split()}

_WORD = r"(?P<month>[^\W\d_]{2,12}(?: ال[^\W\d_]{2,8})?)"
_FORMS = (
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})\.? (?:de )?{_WORD}\.?[,،]? (?:de )?(?P<year>\d{{4}})(?!\d)"),
    re.compile(rf"(?<!\w){_WORD}\.? (?P<day>\d{{1,2}})[,،]? (?P<year>\d{{4}})(?!\d)"),
)
MAX_LABEL_CHARS = 100


def parse_label_date(label: str | None) -> date | None:
    """The day a label names, in any digits; None where it is not certain (08/12/2024) or not a date."""
    text = " ".join((label or "")[:MAX_LABEL_CHARS].split()).lower()
    for form in _FORMS:
        for found in form.finditer(text):
            groups = found.groupdict()
            month = int(groups["number"]) if "number" in groups else _MONTH.get(groups["month"], 0)
            try:
                return date(int(groups["year"]), month, int(groups["day"]))
            except ValueError:
                continue
    return None
