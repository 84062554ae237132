"""Tables keep to the words of the office."""

import importlib
import pkgutil
import re
from enum import Enum
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

import kentongan.rules

ROOT = Path(__file__).resolve().parents[2]
OURS = [
    model
    for config in apps.get_app_configs()
    if config.name.startswith("kentongan.")
    for model in config.get_models()
]


def rules_of_the_office() -> list[type[Enum]]:
    """Return every closed list of words in `rules`."""
    found: list[type[Enum]] = []
    for module in pkgutil.iter_modules(kentongan.rules.__path__):
        loaded = importlib.import_module(f"kentongan.rules.{module.name}")
        words = [
            thing for thing in vars(loaded).values() if isinstance(thing, type) and issubclass(thing, Enum)
        ]
        found += [word for word in words if word.__module__ == loaded.__name__]
    return found


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_table_is_explained_in_the_glossary(model: type[models.Model]) -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text()

    assert re.search(rf"\b{model.__name__}\b", glossary)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_moments_end_in_at_and_days_in_on(model: type[models.Model]) -> None:
    allowed = {"last_login", "at"}
    for field in model._meta.local_fields:
        if isinstance(field, models.DateTimeField):
            assert field.name.endswith("_at") or field.name in allowed, field.name
        elif isinstance(field, models.DateField):
            assert field.name.endswith("_on"), field.name


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_constraint_has_a_name_that_says_what_holds(model: type[models.Model]) -> None:
    for constraint in model._meta.constraints:
        assert constraint.name
        assert "%" not in constraint.name


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_list_is_never_left_to_chance(model: type[models.Model]) -> None:
    ordering = list(model._meta.ordering)

    assert not ordering or ordering[-1].lstrip("-") in ("pk", "id", model._meta.pk.name), ordering


@pytest.mark.parametrize("words", rules_of_the_office(), ids=lambda words: words.__name__)
def test_a_closed_list_of_words_has_a_label_for_each(words: type[Enum]) -> None:
    labels = [getattr(word, "label", "") or LABELS_ELSEWHERE.get(words.__name__, "") for word in words]

    assert all(labels), [word.name for word, label in zip(words, labels, strict=True) if not label]


LABELS_ELSEWHERE = {
    "Relation": "words of the policy table, never shown",
    "Reach": "words of the policy table, never shown",
}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_choice_shows_words_and_not_its_code(model: type[models.Model]) -> None:
    for field in model._meta.local_fields:
        for code, label in field.flatchoices:
            assert str(label).strip(), (field.name, code)
