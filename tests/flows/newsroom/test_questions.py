"""The demo's questions, as SQL."""

from pathlib import Path

import pytest

from flows.newsroom.questions import QUESTIONS, Question
from warehouse.catalog import connect


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title)
def test_a_question_names_only_what_the_views_have(question: Question, tmp_path: Path) -> None:
    """Each is valid SQL over the views, and answers nothing where nothing was collected."""
    with connect(tmp_path) as con:
        assert con.execute(question.sql).fetchall() == []


def test_questions_are_a_handful_and_say_what_they_mean() -> None:
    """Six to eight, each with a title and one sentence."""
    assert 6 <= len(QUESTIONS) <= 8
    assert all(question.meaning.endswith(".") and question.title for question in QUESTIONS)
