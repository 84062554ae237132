"""Everything the rules say to a person can be said in English too."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kentongan.rules import case_status, escalation, levels, receipts

PO = Path(levels.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
SENTENCES = [
    *case_status.LABELS.values(),
    *case_status.NEEDS.values(),
    *case_status.PUBLIC_STEPS,
    *escalation.RUNG_LABELS.values(),
    *(mark.label for mark in levels.MARKS.values()),
    *(mark.meaning for mark in levels.MARKS.values()),
    receipts.BAD_CODE,
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_a_rule_says_has_its_english(sentence: str) -> None:
    with PO.open("rb") as file:
        english = read_po(file, locale="en")

    message = english.get(sentence)

    assert message is not None
    assert message.string
    assert not message.fuzzy


def test_the_words_that_vary_survive_the_translation() -> None:
    with PO.open("rb") as file:
        english = read_po(file, locale="en")

    with_words = [message for message in english if message.python_format]

    assert len(with_words) == 1
    assert all(name in str(message.string) for message in with_words for name in ("%(now)s", "%(to)s"))
