"""Tables keep to the words of the office."""

import importlib
import pkgutil
import re
import sys
from collections.abc import Mapping
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
    allowed = {"last_login", "at", "valid_from", "valid_to", "on_date"}
    for field in model._meta.local_fields:
        if isinstance(field, models.DateTimeField):
            assert field.name.endswith("_at") or field.name in allowed, field.name
        elif isinstance(field, models.DateField):
            assert field.name.endswith("_on") or field.name in allowed, field.name


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_constraint_has_a_name_that_says_what_holds(model: type[models.Model]) -> None:
    for constraint in model._meta.constraints:
        assert constraint.name
        assert "%" not in constraint.name


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_list_is_never_left_to_chance(model: type[models.Model]) -> None:
    ordering = {str(name).lstrip("-").removesuffix("_id") for name in model._meta.ordering or ()}
    keys = [
        {field.name for field in model._meta.pk_fields},
        {"pk"},
        *({field.name} for field in model._meta.local_fields if field.unique),
    ]
    keys += [set(constraint.fields) for constraint in model._meta.total_unique_constraints]

    assert not ordering or any(key <= ordering for key in keys), model._meta.ordering


NEVER_SHOWN = {"Relation", "Reach"}
"""Words of the policy table, which people never see."""


@pytest.mark.parametrize("words", rules_of_the_office(), ids=lambda words: words.__name__)
def test_a_closed_list_of_words_has_a_label_for_each(words: type[Enum]) -> None:
    if words.__name__ in NEVER_SHOWN:
        return

    spoken = [word for word in words if getattr(word, "label", "")]
    tables = [thing for thing in vars(sys.modules[words.__module__]).values() if isinstance(thing, Mapping)]

    assert len(spoken) == len(words) or any(set(table) == set(words) for table in tables)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_choice_shows_words_and_not_its_code(model: type[models.Model]) -> None:
    for field in model._meta.local_fields:
        for code, label in field.flatchoices:
            assert str(label).strip(), (field.name, code)
