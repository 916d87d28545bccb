"""Languages are told apart, and short texts are left undetermined."""

import pytest

from tasks.parsing.language import detect_language, script_direction

LANGUAGES = ("ar", "en", "fr", "ru", "fa", "tr", "he", "es", "ur")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("أعلنت بلدية المرفأ اليوم عن افتتاح السوق الجديد في وسط المدينة", "ar"),
        ("شهرداری بندر امروز از گشایش بازار تازه در مرکز شهر خبر داد", "fa"),
        ("The harbour council announced today that the new market will open", "en"),
        ("Городской совет объявил сегодня об открытии нового рынка", "ru"),
        ("Le conseil municipal a annoncé aujourd'hui l'ouverture du marché", "fr"),
        ("Belediye meclisi bugün yeni pazarın açılışını duyurdu", "tr"),
        ("מועצת העיר הודיעה היום על פתיחת השוק החדש במרכז העיר", "he"),
    ],
)
def test_each_language(text: str, language: str) -> None:
    """One sentence is enough."""
    assert detect_language(text, LANGUAGES) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "نعم",
        "1234567890 ... 1234567890 ... 1234567890",
        "https://gazette.example/a/very/long/address/of/letters",
        "@somebody_with_a_long_name #a_very_long_tag_of_letters",
        "somebody.with.a.name@gazette.example",
    ],
)
def test_too_little_text(text: str) -> None:
    """Addresses, names and tags are no text; under twenty letters nothing is said."""
    assert detect_language(text, LANGUAGES) == "und"


def test_only_the_languages_asked_for() -> None:
    """A text in another language gets one of the list."""
    assert detect_language("The harbour council announced today that the market opens", ("fr", "ar")) == "fr"


def test_an_address_does_not_sway() -> None:
    """Arabic with a long English address is Arabic."""
    text = "افتتاح السوق الجديد في المرفأ https://gazette.example/the-new-market-opens-in-the-harbour-today"
    assert detect_language(text, LANGUAGES) == "ar"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("سوق جديد", "rtl"),
        ("שוק חדש", "rtl"),
        ("بازار تازه", "rtl"),
        ("A new market", "ltr"),
        ("", "ltr"),
        ("123", "ltr"),
        ("The word سوق means market", "ltr"),
        ("قال Ann إن السوق الجديد", "rtl"),
    ],
)
def test_direction(text: str, direction: str) -> None:
    """Most letters decide."""
    assert script_direction(text) == direction
