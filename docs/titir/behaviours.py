"""The manual of behaviours: the examples that the tests run, put together."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packages" / "titir" / "tests" / "behaviours"))

import examples


def contents():
    """Return the subjects, each with how many examples it has."""
    lines = ["| Subject | Examples |", "| --- | ---: |"]
    for subject in examples.ORDER:
        title = examples.text_of(subject).split("\n", 1)[0].removeprefix("## ")
        anchor = "".join(one for one in title.lower().replace(" ", "-") if one.isalnum() or one == "-")
        lines.append(f"| [{title}](#{anchor}) | {len(examples.titles(subject))} |")
    return "\n".join(lines)


def pages():
    """Return all examples, subject by subject."""
    return "\n".join(examples.text_of(subject) for subject in examples.ORDER).rstrip()
