"""Settings."""

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    """No setting of whoever runs the tests gets in."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ISNAD_{name.upper()}", raising=False)


def test_defaults_are_polite_and_closed():
    """Nothing set: a pause of seconds between requests, and no loopback."""
    settings = load_settings()
    assert settings.delay_s >= 1
    assert settings.allow_loopback is False
    assert settings.sources.name == "sources.toml"
    assert settings.workers >= 1


def test_environment_is_read(monkeypatch):
    """Each setting has its variable."""
    monkeypatch.setenv("ISNAD_DELAY_S", "2.5")
    monkeypatch.setenv("ISNAD_ROOT", "/srv/news")
    settings = load_settings()
    assert settings.delay_s == 2.5
    assert settings.root == Path("/srv/news")


@pytest.mark.parametrize(("value", "days"), [("1, 3", (1, 3)), ("7", (7,)), ("[1, 3]", (1, 3)), ("", ())])
def test_a_list_is_written_with_commas(monkeypatch, value, days):
    """Empty for none."""
    monkeypatch.setenv("ISNAD_REVISIT_DAYS", value)
    monkeypatch.setenv("ISNAD_LANGUAGES", "ar,en")
    assert load_settings().revisit_days == days
    assert load_settings().languages == ("ar", "en")


def test_given_values_come_before_the_environment(monkeypatch):
    """An option of the command line wins, unless it was not given."""
    monkeypatch.setenv("ISNAD_ROOT", "/srv/news")
    assert load_settings(root=Path("here")).root == Path("here")
    assert load_settings(root=None).root == Path("/srv/news")


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("ISNAD_DELAY_S", "-1", "greater than or equal to 0"),
        ("ISNAD_DELAY_S", "soon", "number"),
        ("ISNAD_MAX_REDIRECTS", "99", "less than or equal to 20"),
        ("ISNAD_REQUESTS_AT_ONCE", "0", "greater than or equal to 1"),
        ("ISNAD_REVISIT_DAYS", "0", "greater than or equal to 1"),
        ("ISNAD_REVISIT_DAYS", "soon", "integer"),
    ],
)
def test_a_wrong_value_is_told_with_its_variable(monkeypatch, variable, value, allowed):
    """The message names the variable and what is allowed."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigError, match=variable) as caught:
        load_settings()
    assert allowed in str(caught.value)
