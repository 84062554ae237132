"""Runs the examples of behaviour: pages of `## subject`, what all of it shares, and `### sentence` with an example each.

The code of an example begins with `>>>` and what it prints follows, as Python's doctest has it; names live on to the
end of the page. Called as a script, it writes down what the examples print now, so that a change can be looked at
before it is committed: `python packages/titir/tests/behaviours/examples.py [subject ...]`.
"""

import doctest
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[3]
TUTORIAL = "tutorial"
SERIES = ROOT.parent / "shared" / "data" / "detection" / "ucdp"
"""Where the tutorial finds the events it reads; they do not come along."""
ORDER = (
    "circles",
    "scans",
    "significance",
    "nulls",
    "night",
    "control",
    "silence",
    "forecast",
    "classics",
    "scores",
    "refusals",
    "files",
    "command",
)
TITLE = re.compile(r"^(?=### )", re.MULTILINE)
PARSER = doctest.DocTestParser()
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def page_of(subject: str) -> Path:
    """Return where the examples of one subject stand; those of the tutorial in the tutorial itself."""
    return ROOT / "docs" / "titir" / "tutorial.md" if subject == TUTORIAL else HERE / f"{subject}.md"


def text_of(subject: str) -> str:
    """Return the page of one subject."""
    return page_of(subject).read_text(encoding="utf-8")


@contextmanager
def beside_its_files(subject: str) -> Iterator[None]:
    """Work in a folder that vanishes, or for the tutorial beside the series it reads."""
    with tempfile.TemporaryDirectory() as folder, chdir(SERIES if subject == TUTORIAL else folder):
        yield


def titles(subject: str) -> list[str]:
    """Return the sentences of one subject."""
    return re.findall(r"^### (.+)$", text_of(subject), re.MULTILINE)


@cache
def troubles(subject: str) -> dict[str, str]:
    """Run the examples of one subject, and return what went otherwise than written, by sentence; "" is the setup."""
    names: dict[str, object] = {}
    found: dict[str, str] = {}
    with beside_its_files(subject):
        for part in TITLE.split(text_of(subject)):
            title = part.split("\n", 1)[0].removeprefix("### ") if part.startswith("### ") else ""
            said = StringIO()
            test = PARSER.get_doctest(part, names, f"{subject}: {title}", None, None)
            doctest.DocTestRunner(optionflags=FLAGS).run(test, out=said.write, clear_globs=False)
            names = test.globs
            found[title] = said.getvalue()
    return found


def rewritten(subject: str) -> str:
    """Return the page of one subject with what its examples print now."""
    names: dict[str, object] = {}
    lines: list[str] = []
    for piece in PARSER.parse(text_of(subject)):
        if isinstance(piece, str):
            lines.append(piece.rstrip(" "))
            continue
        first, *more = piece.source.rstrip("\n").split("\n")
        lines += [f"    {line}\n" for line in (f">>> {first}", *(f"... {line}" for line in more))]
        printed = _printed(piece, names)
        said = piece.want if doctest.OutputChecker().check_output(piece.want, printed, FLAGS) else printed
        lines += [f"    {line}\n" if line else "    <BLANKLINE>\n" for line in said.splitlines()]
    return "".join(lines).rstrip() + "\n"


def _printed(one: doctest.Example, names: dict[str, object]) -> str:
    said = StringIO()
    with redirect_stdout(said):
        exec(compile(one.source, "<example>", "single"), names)  # noqa: S102
    return said.getvalue()


def main() -> None:
    """Write down anew what every example prints."""
    for subject in sys.argv[1:] or ORDER:
        with beside_its_files(subject):
            text = rewritten(subject)
        page_of(subject).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
