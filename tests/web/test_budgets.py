"""What every page may weigh on the wire (G1, G11 and the table of surfaces); `just bench-pages` measures the rest."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from kentongan.rules.authority import Role
from tests.web import world

pytestmark = pytest.mark.django_db
REPORTER, DESK, SITUATION = 25_000, 120_000, 40_000
FIRST_PAGES = ("/", "/lapor", "/kode")
# A sheet in the page's address, a script, an icon: everything a browser fetches before it is ready.
PART = re.compile(r'(?:<link rel="(?:stylesheet|icon)" href|<script[^>]* src)="/static/([^"]+)"')


def weight(client: Client, path: str) -> int:
    """Return how many bytes a first visit costs, compressed as the server does it."""
    page = client.get(path).content
    parts = [Path(str(finders.find(name))).read_bytes() for name in PART.findall(page.decode())]
    return sum(len(gzip.compress(part, 6)) for part in (page, *parts))


@pytest.mark.parametrize("path", FIRST_PAGES)
def test_the_pages_of_the_public_are_light(client: Client, lumajang: None, path: str) -> None:
    assert 3_000 < weight(client, path) <= REPORTER


@pytest.mark.parametrize(
    ("path", "role", "most"), [("/meja", Role.OPERATOR, DESK), ("/situasi", Role.KEPALA, SITUATION)]
)
def test_the_pages_of_the_office_are_light(
    client: Client, lumajang: None, path: str, role: Role, most: int
) -> None:
    for _ in range(200):
        world.report(world.BADES)
    client.force_login(world.account(role, world.KAB))

    assert 8_000 < weight(client, path) <= most


@pytest.mark.parametrize("path", FIRST_PAGES)
def test_a_first_page_carries_its_sheet_and_the_policy_knows_it(
    client: Client, lumajang: None, path: str
) -> None:
    answer = client.get(path)

    assert f"<style>{settings.SHEET}</style>" in answer.content.decode()
    assert 'rel="stylesheet"' not in answer.content.decode()
    assert f"'sha256-{settings.SHEET_DIGEST}'" in answer["Content-Security-Policy"]


def test_the_sheet_in_the_page_can_neither_end_early_nor_point_elsewhere() -> None:
    assert "</" not in settings.SHEET
    assert "url(" not in settings.SHEET
