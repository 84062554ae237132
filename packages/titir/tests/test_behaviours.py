"""The manual of behaviours: every example does what its page says, and every public call has one."""

import importlib
import inspect
import pkgutil
import re
import sys
from pathlib import Path

import pytest
import titir

sys.path.insert(0, str(Path(__file__).resolve().parent / "behaviours"))

import examples

ROOMS = {
    "counts", "engine", "fast", "field", "joint", "overlap", "records", "replicates", "tables", "times", "windows",
}  # fmt: skip
"""Modules that others of the package call; the scans, the night and the command are their doors."""
PARTS = {
    "anscombe_residuals", "outbreak_weights",  # of farrington
    "fit_issues", "learn",  # of outlook and replay
    "described", "against_expectation", "drawing_order", "scan",  # of the scans
    "enough", "batches", "in_order",  # of how replicates are shared out
    "person_time",  # of population files
    "philox",  # of stream
}  # fmt: skip
"""Public steps of a call that has an example."""


def calls() -> set[str]:
    """Return the name of every function and method that somebody may call."""
    found: set[str] = set()
    for module in pkgutil.iter_modules(titir.__path__):
        if module.name.startswith("_") or module.name in ROOMS:
            continue
        loaded = importlib.import_module(f"titir.{module.name}")
        for name, thing in vars(loaded).items():
            if name.startswith("_") or getattr(thing, "__module__", "") != loaded.__name__:
                continue
            if inspect.isfunction(thing):
                found.add(name)
            elif inspect.isclass(thing):
                methods = {
                    key for key, one in vars(thing).items() if callable(one) or isinstance(one, classmethod)
                }
                found |= {key for key in methods if not key.startswith("_")}
    return found - PARTS


@pytest.mark.parametrize(
    ("subject", "title"),
    [(subject, title) for subject in examples.ORDER for title in examples.titles(subject)],
)
def test_it_behaves_as_the_manual_says(subject: str, title: str) -> None:
    troubles = examples.troubles(subject)

    assert troubles[""] == ""
    assert troubles[title] == ""


@pytest.mark.skipif(not examples.SERIES.exists(), reason="the shared UCDP series are not here")
def test_the_tutorial_prints_what_it_says() -> None:
    assert examples.troubles(examples.TUTORIAL) == {"": ""}


def test_no_page_is_left_out_of_the_manual() -> None:
    assert {page.stem for page in examples.HERE.glob("*.md")} == set(examples.ORDER)


def test_every_public_call_has_an_example() -> None:
    code = "\n".join(
        one.source
        for subject in examples.ORDER
        for one in examples.PARSER.get_examples(examples.text_of(subject))
    )

    assert calls() - set(re.findall(r"\w+", code)) == set()


def test_an_example_that_no_longer_holds_is_noticed(tmp_path, monkeypatch) -> None:
    (tmp_path / "odd.md").write_text("## Odd\n\n### One and one are three\n\n    >>> 1 + 1\n    3\n")
    monkeypatch.setattr(examples, "HERE", tmp_path)

    assert "Expected:\n    3\nGot:\n    2" in examples.troubles("odd")["One and one are three"]
