"""What every page has around it: headers, language, theme, and a refusal in words."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

HOUSE = Path(__file__).parents[2] / "kentongan"
TEMPLATES = sorted(HOUSE.glob("*/templates/**/*.html"))

pytestmark = pytest.mark.django_db


def lengths(*answers: Any) -> set[tuple[str, str]]:
    return {("Content-Length", answer.headers["Content-Length"]) for answer in answers}


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def test_no_page_may_load_anything_from_another_host(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:|\*", policy)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_template_has_no_inline_style_or_handler_and_asks_no_other_host(template: Path) -> None:
    text = template.read_text()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", text)


def test_looking_leaves_no_cookie(client: Client) -> None:
    assert not client.get("/").cookies


def test_pages_speak_indonesian_whatever_the_phone_says(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "en-US,en;q=0.9"})

    assert b'<html lang="id"' in page.content
    assert page.headers["Content-Language"] == "id"


def test_english_is_chosen_with_a_plain_form(client: Client) -> None:
    answer = client.post("/tampilan", {"language": "en", "next": "/?x=1"})

    assert answer.headers["Location"] == "/?x=1"
    assert b'<html lang="en"' in client.get("/").content


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    client.post("/tampilan", {"language": "xx"})

    assert b'<html lang="id"' in client.get("/").content


def test_the_dark_theme_is_chosen_with_a_plain_form(client: Client) -> None:
    client.post("/tampilan", {"theme": "gelap"})

    assert b'data-theme="gelap"' in client.get("/").content


@pytest.mark.parametrize("elsewhere", ["//example.org/", "https://example.org/", "javascript:alert(1)"])
def test_the_switches_lead_nowhere_else(client: Client, elsewhere: str) -> None:
    assert client.post("/tampilan", {"theme": "gelap", "next": elsewhere}).headers["Location"] == "/"


def test_an_account_keeps_its_language_on_a_new_device(client: Client) -> None:
    from kentongan.people.models import Account

    account = Account.objects.create_user("guest-of-english", name="Tamu", language="en")
    client.force_login(account)

    assert b'lang="en"' in client.get("/tidak-ada").content


@pytest.mark.urls("tests.web.refusing_urls")
class TestRefusals:
    def test_a_refusal_says_why_and_keeps_what_was_typed(self, client: Client) -> None:
        story = "Warga berkumpul di balai desa sejak sore, menunggu pak lurah."

        answer = client.post("/menolak", {"catatan": story, "key": "k1", "new_password": "rahasia"})

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Kasus ini masih punya tugas yang belum selesai." in page
        assert "<title>Salah:" in page
        assert f">{story}</textarea>" in page
        assert '<input type="hidden" name="key" value="k1">' in page
        assert "rahasia" not in page

    def test_what_was_typed_cannot_become_a_script(self, client: Client) -> None:
        page = client.post("/menolak", {"catatan": "</textarea><script>alert(1)</script>" + "x" * 50}).content

        assert b"<script>alert" not in page

    def test_a_program_gets_the_refusal_as_json(self, client: Client) -> None:
        answer = client.post("/api/v1/menolak", {})

        assert answer.status_code == 409
        assert answer.json() == {
            "kode": "open_tasks",
            "kalimat": "Kasus ini masih punya tugas yang belum selesai.",
            "bidang": {},
        }

    def test_what_is_not_for_you_looks_like_what_is_not_there(self, client: Client) -> None:
        hidden, missing = client.get("/gaib"), client.get("/sungguh-tidak-ada")

        assert hidden.status_code == missing.status_code == 404
        assert hidden.content == missing.content
        assert b"112" in missing.content
        assert set(hidden.headers.items()) ^ set(missing.headers.items()) <= lengths(hidden, missing)

    def test_a_bug_is_not_dressed_up_as_a_refusal(self, client: Client) -> None:
        answer = client.get("/rusak")

        assert answer.status_code == 500
        assert b"110" in answer.content

    def test_only_our_own_pages_are_offered_as_the_way_back(self, client: Client) -> None:
        ours = client.get("/menolak", headers={"referer": "http://testserver/meja"})
        other = client.get("/menolak", headers={"referer": "http://testserver.example.org/x"})

        assert b'href="http://testserver/meja"' in ours.content
        assert b"example.org" not in other.content
