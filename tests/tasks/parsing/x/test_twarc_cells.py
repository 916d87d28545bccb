"""Entities of which a table says only what they are."""

from tasks.parsing.x.twarc_cells import listed_entities

TEXT = "#Fog @Ferries: $HLD #fog https://t.co/a1 https://t.co/b2 İ"


def test_tags_are_found_in_order() -> None:
    """Each behind the one before; what is not there has no place."""
    given = {"hashtags": ["#Fog", "#fog", "#Tide"], "mentions": ["@ferries"], "cashtags": ["$HLD"]}
    text = TEXT[:-1]
    found = listed_entities(given, text)
    assert [(each["tag"], each.get("start")) for each in found["hashtags"]] == [
        ("Fog", 0),
        ("fog", 20),
        ("Tide", None),
    ]
    assert found["mentions"] == [{"username": "ferries", "start": 5, "end": 13}]
    assert found["cashtags"] == [{"tag": "HLD", "start": 15, "end": 19}]


def test_letters_that_change_length() -> None:
    """No place rather than a wrong one."""
    assert listed_entities({"hashtags": ["#Fog"]}, TEXT)["hashtags"] == [{"tag": "Fog"}]


def test_links_in_order_where_none_is_missing() -> None:
    """The short link in the text is the link's."""
    found = listed_entities({"urls": ["https://harbour.example/1", "pic.twitter.com/b2"]}, TEXT)["urls"]
    assert [TEXT[each["start"] : each["end"]] for each in found] == ["https://t.co/a1", "https://t.co/b2"]
    assert found[0]["expanded_url"] == "https://harbour.example/1"
    assert found[1]["display_url"] == "pic.twitter.com/b2"


def test_links_where_one_is_missing() -> None:
    """Pictures still share the code of their short link; nothing is said of the others."""
    given = ["https://harbour.example/1", "pic.x.com/b2", "pic.x.com/zz"]
    found = listed_entities({"urls": given}, TEXT)["urls"]
    assert [(each["url"], "start" in each) for each in found] == [
        ("https://harbour.example/1", False), ("https://t.co/b2", True), ("https://t.co/zz", False),
    ]  # fmt: skip


def test_objects_stay_as_they_are() -> None:
    """A table may have them too; and so does what is neither."""
    given = {
        "urls": [{"url": "https://t.co/a1"}],
        "hashtags": [{"tag": "Fog"}, 5],
        "annotations": ["x"],
        "mentions": 5,
    }
    assert listed_entities(given, TEXT) == given
