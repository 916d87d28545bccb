"""Which language a text is in, and which way its letters run."""

import math
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNDETERMINED = "und"
MIN_LETTERS = 20
SAMPLE_CHARS = 600
NOISE = re.compile(r"https?://\S+|www\.\S+|(?<!\w)[@#]\w+|[\w.+-]{1,64}@[\w-]{1,64}\.\w+")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@lru_cache(maxsize=4)
def identifier(languages: tuple[str, ...]) -> Callable[[str], tuple[str, float]]:
    """The classifier restricted to some languages; loaded once, on first use."""
    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = [code for code in languages if code in set(model.labels)]
    model.set_languages(known or None)
    classify: Callable[[str], tuple[str, float]] = model.classify
    return classify


def detect_language(text: str, languages: tuple[str, ...], sample_chars: int = SAMPLE_CHARS) -> str:
    """ISO 639-1 code of a text's beginning; `und` under 20 letters besides addresses, @names and #tags."""
    plain = NOISE.sub(" ", text[:sample_chars])
    if sum(map(str.isalpha, plain)) < MIN_LETTERS:
        return UNDETERMINED
    code, score = identifier(languages)(plain)
    return code if code and math.isfinite(score) else UNDETERMINED


def script_direction(text: str) -> str:
    """`rtl` where more letters run from right to left than the other way, else `ltr`."""
    backward = len(RIGHT_TO_LEFT.findall(text))
    if backward == 0:
        return "ltr"
    return "rtl" if 2 * backward > sum(1 for char in text if unicodedata.category(char)[0] == "L") else "ltr"
