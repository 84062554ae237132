"""The clock, chance and HTTP stop at the edge of a room."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUFF = Path(sys.executable).with_name("ruff")

BANNED = {
    "the clock of Django": "from django.utils import timezone\n\nNOW = timezone.now()\n",
    "the clock of Python": "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n",
    "today": "from datetime import date\n\nTODAY = date.today()\n",
    "the clock of the machine": "import time\n\nNOW = time.time()\n",
    "chance": "import random\n\nLUCK = random.random()\n",
    "a choice": "import random\n\nLUCK = random.choice([1, 2])\n",
    "a shuffle": "import random\n\nrandom.shuffle([1, 2])\n",
    "answers of HTTP": "from django.http import Http404\n\nABSENT = Http404\n",
    "short cuts of views": "from django.shortcuts import get_object_or_404\n\nLOOK = get_object_or_404\n",
}


def judged(code: str, place: str) -> str:
    """Return what the ban says about this code at this place."""
    done = subprocess.run(
        [RUFF, "check", "--select", "TID251", "--output-format", "concise", "--stdin-filename", place, "-"],
        input=f'"""A module."""\n\n{code}',
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize("what", BANNED)
def test_an_action_may_not_reach_for(what: str) -> None:
    assert "TID251" in judged(BANNED[what], "kentongan/cases/actions.py")


@pytest.mark.parametrize("what", BANNED)
def test_a_view_may_reach_for(what: str) -> None:
    assert "TID251" not in judged(BANNED[what], "kentongan/cases/views.py")
