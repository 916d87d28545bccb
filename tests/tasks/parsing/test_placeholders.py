"""Texts in place of a tweet that is gone."""

import pytest

from tasks.parsing.placeholders import is_placeholder


@pytest.mark.parametrize(
    "text",
    [
        "Tweet may have been deleted",
        "This Tweet is unavailable.",
        "This post is no longer available",
        "تم حذف هذه التغريدة",
        "ربما تم حذف التغريدة",
        "هذا المنشور غير متاح",
        "Dieser Tweet wurde gelöscht",
        "Ce Tweet n’est plus disponible",
        "Este Tweet no está disponible",
        "El tweet puede haber sido eliminado",
        "Este Tweet foi excluído",
        "Questo Tweet non è disponibile",
        "Deze Tweet is verwijderd",
        "Bu Tweet silindi",
        "Bu Gönderi kullanılamıyor",
        "Твит был удалён",
        "Публикация недоступна",
        "این توییت در دسترس نیست",
        "הציוץ נמחק",
        "このツイートは削除されました",
        "此推文不可用",
    ],
)
def test_gone_in_many_languages(text: str) -> None:
    """A word for the tweet beside one for its being gone."""
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The bridge opens.",
        "The old bridge was removed.",
        "View this post on X",
        "افتتح الجسر اليوم",
        "The tweet that the council deleted on Sunday said that the harbour bridge would stay closed "
        "until spring.",
    ],
)
def test_other_texts(text: str) -> None:
    """One of the two words alone, or a whole sentence, is a text."""
    assert not is_placeholder(text)
