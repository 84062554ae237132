"""What all tests share: a data folder of their own, regions of Lumajang, a running service, a browser."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.service import Service, new_database

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TESTED = Path(tempfile.mkdtemp(prefix="kentongan-tests-"))
LUMAJANG = "35.08"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""

hypothesis_settings.register_profile(
    "quick", max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile(
    "night", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_configure() -> None:
    """Point the settings at a folder that goes away, and compile the translations."""
    from django.conf import settings
    from django.test import override_settings

    from kentongan.upkeep.messages import compile_messages

    compile_messages()
    static = TESTED / "static"
    static.mkdir(exist_ok=True)  # whitenoise warns about a folder that is not there
    # Not by assignment: the storages are made when the models are read, before this runs, and only the
    # signal of override_settings makes them anew.
    override_settings(
        DATA_DIR=TESTED,
        MEDIA_ROOT=TESTED / "media",
        STATIC_ROOT=static,
        STORAGES={
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ).enable()


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(TESTED, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Test on a real file as in service, not on SQLite's memory, which locks differently."""
    from django.db import connections

    if connections["default"].vendor == "sqlite":
        connections["default"].settings_dict["TEST"]["NAME"] = str(TESTED / "test.sqlite3")


@pytest.fixture(scope="session")
def furnished() -> Iterator[Service]:
    """Return a stopped service with tables and the regions of Lumajang, to be copied."""
    address = os.environ.get("KENTONGAN_DATABASE", "")
    made = Service(TESTED / "furnished", new_database(address) if address else "")
    made.data.mkdir()
    made.commands(
        ("migrate", "--verbosity", "0"),
        ("load_regions", "--only", LUMAJANG),
        ("collectstatic", "--no-input", "--verbosity", "0"),
    )
    yield made
    made.remove()


@pytest.fixture
def site(furnished: Service, tmp_path: Path) -> Iterator[Service]:
    """Return a running web server on data of its own with Lumajang loaded; `site.url` is its address."""
    service = furnished.copy_to(tmp_path / "data")
    try:
        service.start()
        yield service
    finally:
        service.remove()


@pytest.fixture(scope="session")
def lumajang_in_the_pack() -> tuple[list[dict[str, str]], list[tuple[str, str]]]:
    """Read province 35, kabupaten 35.08 Lumajang, its 21 kecamatan, 205 villages and their neighbours, once."""
    from kentongan.wilayah import pack

    return list(pack.regions(["35.08"])), list(pack.neighbours(["35.08"]))


@pytest.fixture
def lumajang(db: None, lumajang_in_the_pack: tuple[list[dict[str, str]], list[tuple[str, str]]]) -> None:
    """Load Lumajang and its province as `kentongan load-regions --only 35.08` does."""
    from kentongan.wilayah import loading

    rows, pairs = lumajang_in_the_pack
    loading.put(rows, pairs, scope="35.08", at=datetime(2026, 1, 1, tzinfo=UTC), say=loading.be_silent)


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """Debian's chromium, started once; tests that need it are skipped in plain words where it is missing."""
    if os.environ.get("KENTONGAN_DATABASE"):
        pytest.skip(
            "browser tests run on SQLite only: pages look the same on PostgreSQL, and other tests ask it"
        )
    if not CHROMIUM:
        pytest.skip("chromium is not installed: browser tests skipped")
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread; Django would take that for asynchronous code and refuse its database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    options: dict[str, Any] = {
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox"] if os.geteuid() == 0 else [],
    }
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(**options)
            yield browser
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium: "Browser") -> Iterator["Page"]:
    """Return an empty page in a browser window of its own."""
    context = chromium.new_context(locale="id-ID", timezone_id="Asia/Jakarta")
    yield context.new_page()
    context.close()
