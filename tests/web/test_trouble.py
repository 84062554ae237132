"""What is said when the disk is full or failing: the truth, a status that fits, and never a lost text."""

import errno
import json

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from kentongan.web import trouble


class SqliteError(Exception):
    def __init__(self, name: str) -> None:
        self.sqlite_errorname = name


class PostgresqlError(Exception):
    def __init__(self, state: str) -> None:
        self.sqlstate = state


def answer_to(
    error: Exception, cause: Exception | None = None, *, path: str = "/lapor", **fields: str
) -> HttpResponse:
    request: HttpRequest = RequestFactory().post(path, fields, headers={"accept": "text/html"})
    try:
        raise error from cause
    except type(error):
        return trouble.answer(request)


@pytest.mark.parametrize(
    ("error", "cause", "status"),
    [
        (OperationalError(), SqliteError("SQLITE_FULL"), 507),
        (OperationalError(), SqliteError("SQLITE_IOERR_FSYNC"), 503),
        (OperationalError(), SqliteError("SQLITE_BUSY"), 503),
        (DatabaseError(), PostgresqlError("53100"), 507),
        (OperationalError(), PostgresqlError("57P01"), 503),
        (OperationalError(), PostgresqlError("08006"), 503),
        (OSError(errno.ENOSPC, "no space"), None, 507),
        (OSError(errno.EIO, "io"), None, 503),
        (IntegrityError(), SqliteError("SQLITE_CONSTRAINT"), 500),
        (OperationalError(), SqliteError("SQLITE_ERROR"), 500),
        (DatabaseError(), PostgresqlError("42P01"), 500),
        (FileNotFoundError(errno.ENOENT, "gone"), None, 500),
        (ValueError(), None, 500),
    ],
)
def test_each_trouble_has_the_status_that_fits(
    error: Exception, cause: Exception | None, status: int
) -> None:
    assert answer_to(error, cause).status_code == status


def test_a_trouble_behind_another_error_is_found() -> None:
    assert answer_to(RuntimeError(), OSError(errno.ENOSPC, "no space")).status_code == 507


def test_a_full_disk_is_said_in_words_and_the_text_is_still_there() -> None:
    told = "Ada yang melempar batu, tolong segera datang ke lapangan."

    response = answer_to(OSError(errno.ENOSPC, "no space"), text=told, csrfmiddlewaretoken="secret")

    page = response.content.decode()
    assert "Penyimpanan server penuh" in page
    assert told in page
    assert "secret" not in page
    assert response.headers["Retry-After"] == "60"


def test_a_program_gets_a_code_and_the_sentence() -> None:
    response = answer_to(OperationalError(), SqliteError("SQLITE_BUSY"), path="/api/v1/laporan")

    told = json.loads(response.content)
    assert told["kode"] == "storage_resting"
    assert "belum tersimpan" in told["kalimat"]
    assert response.headers["Retry-After"] == "5"


@pytest.mark.django_db
def test_a_method_that_an_address_does_not_take_is_answered_in_words(client: Client) -> None:
    page, program = client.get("/tampilan"), client.delete("/api/v1/laporan")

    assert (page.status_code, page.headers["Allow"]) == (405, "POST")
    assert "tekan tombolnya sekali lagi" in page.content.decode()
    assert 'href="/"' in page.content.decode()
    assert (program.status_code, program.json()["kode"]) == (405, "wrong_method")
