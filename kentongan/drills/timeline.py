"""One time line of a drill, drawn as SVG: what was planted, when it was told, noticed and answered, and when it broke out.

Every mark has a shape of its own, so that the picture can be read without colours and on a copier.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, SubElement, tostring

WIDTH, LEFT, RIGHT = 720, 210, 12
ROW, HEAD, LEGEND = 26, 26, 30
LONGEST_LABEL = 36
LABEL_SIZE, SMALL = "12", "11"
DAY = timedelta(days=1)
MOST_TICKS = 16
CALM, VIOLENT, SIGN = "#d8c7ef", "#8a2b1d", "#43146f"


@dataclass(frozen=True)
class Line:
    """One planted worry; moments by the clock of the drill, None for what never happened."""

    label: str
    began_at: datetime
    gn_at: datetime | None
    first_message_at: datetime | None
    noticed_at: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True)
class Scale:
    """From moments to units of the drawing."""

    begins_at: datetime
    ends_at: datetime

    def x(self, at: datetime) -> float:
        """Return where a moment lies, within the picture."""
        part = (at - self.begins_at) / max(self.ends_at - self.begins_at, timedelta(minutes=1))
        return round(LEFT + min(max(part, 0.0), 1.0) * (WIDTH - LEFT - RIGHT), 1)


def drawn(
    lines: Sequence[Line],
    *,
    begins_at: datetime,
    ends_at: datetime,
    words: Mapping[str, str],
    day: Callable[[datetime], str],
) -> str:
    """Return the picture as SVG.

    Args:
        lines: From top to bottom.
        begins_at: The first midnight of the drill.
        ends_at: Where it ended.
        words: What the marks are called: told, noticed, answered, broke_out; and the title.
        day: How a day is written on the axis.
    """
    scale = Scale(begins_at, ends_at)
    height = HEAD + ROW * len(lines) + LEGEND
    svg = Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {height}", role="img")
    SubElement(svg, "title").text = words["title"]
    axis(svg, scale, HEAD + ROW * len(lines), day)
    for turn, line in enumerate(lines):
        row(svg, scale, line, HEAD + ROW * turn + ROW / 2)
    legend(svg, words, height - 10)
    return tostring(svg, encoding="unicode")


def axis(svg: Element, scale: Scale, bottom: float, day: Callable[[datetime], str]) -> None:
    """Draw a thin line for each midnight, and write its day; of many days every second, third ..."""
    days = -(-(scale.ends_at - scale.begins_at) // DAY)
    step = -(-days // MOST_TICKS)
    for turn in range(0, days, step):
        at = scale.begins_at + turn * DAY
        x = str(scale.x(at))
        SubElement(svg, "line", x1=x, x2=x, y1=str(HEAD - 6), y2=str(bottom), stroke="#a99bc0")
        text(svg, day(at), float(x) + 3, HEAD - 9, SMALL)


def row(svg: Element, scale: Scale, line: Line, y: float) -> None:
    """Draw one worry: a pale bar while it grows, a dark one once it has broken out, and the marks on it."""
    shown = line.label if len(line.label) <= LONGEST_LABEL else f"{line.label[: LONGEST_LABEL - 1]}…"
    text(svg, shown, 0, y + 4, LABEL_SIZE)
    bar(svg, scale.x(line.began_at), scale.x(line.gn_at or scale.ends_at), y, CALM)
    if line.gn_at:
        bar(svg, scale.x(line.gn_at), scale.x(scale.ends_at), y, VIOLENT)
    for at, mark in (
        (line.first_message_at, told),
        (line.noticed_at, noticed),
        (line.answered_at, answered),
    ):
        if at is not None:
            mark(svg, scale.x(at), y)


def bar(svg: Element, first: float, last: float, y: float, fill: str) -> None:
    """Draw a stretch of time."""
    width = str(round(max(last - first, 1.5), 1))
    SubElement(svg, "rect", x=str(first), y=str(y - 5), width=width, height="10", fill=fill)


def told(svg: Element, x: float, y: float) -> None:
    """Draw a ring: somebody told it."""
    SubElement(svg, "circle", {"stroke-width": "2"}, cx=str(x), cy=str(y), r="5", fill="#ffffff", stroke=SIGN)


def noticed(svg: Element, x: float, y: float) -> None:
    """Draw a triangle: somebody looked at it."""
    points = f"{x - 5},{y + 5} {x + 5},{y + 5} {x},{y - 6}"
    SubElement(svg, "polygon", {"stroke-width": "1.5"}, points=points, fill="#ffdd7a", stroke=SIGN)


def answered(svg: Element, x: float, y: float) -> None:
    """Draw a filled diamond: somebody answers for it."""
    points = f"{x - 6},{y} {x},{y - 7} {x + 6},{y} {x},{y + 7}"
    SubElement(svg, "polygon", points=points, fill=SIGN)


def legend(svg: Element, words: Mapping[str, str], y: float) -> None:
    """Say what the marks mean."""
    x = 8.0
    for key, mark in (("told", told), ("noticed", noticed), ("answered", answered)):
        mark(svg, x, y - 4)
        text(svg, words[key], x + 11, y, SMALL)
        x += 30 + 6.2 * len(words[key])
    bar(svg, x, x + 22, y - 4, VIOLENT)
    text(svg, words["broke_out"], x + 28, y, SMALL)


def text(svg: Element, said: str, x: float, y: float, size: str) -> None:
    """Write a word."""
    found = SubElement(svg, "text", {"font-size": size}, x=str(x), y=str(y), fill="currentColor")
    found.text = said
