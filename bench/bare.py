"""The yardstick of `just bench-intake`: the smallest Django service that keeps what it acknowledges.

One view, no middleware, one INSERT with a unique identifier, an answer in JSON; the same server, the same database
settings and the same body as Kentongan's own intake.
"""

import json
import os
from pathlib import Path
from uuid import uuid4

from kentongan.sqlite import use_modern_sqlite

use_modern_sqlite()

import django
from django.conf import settings

from kentongan.settings import postgresql, sqlite

ADDRESS = os.environ.get("BARE_DATABASE", "")
settings.configure(
    SECRET_KEY="bare" * 16,
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
    DATABASES={
        "default": postgresql(ADDRESS)
        if ADDRESS
        else sqlite(Path(os.environ.get("BARE_DATA", ".")) / "bare.sqlite3")
    },
    USE_TZ=True,
)
django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, JsonResponse
from django.urls import path


class Insert(models.Model):
    """One body as it came."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    key = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bare"


def insert(request: HttpRequest) -> JsonResponse:
    """Keep the body and say so."""
    told = json.loads(request.body)
    kept = Insert(key=request.headers["Idempotency-Key"], text=told["cerita"])
    kept.save(force_insert=True)
    return JsonResponse({"id": str(kept.id), "received_at": kept.received_at.isoformat()}, status=201)


urlpatterns = [path("insert", insert)]
application = get_wsgi_application()


def lay_out() -> None:
    """Make the one table."""
    with connection.schema_editor() as editor:
        editor.create_model(Insert)


if __name__ == "__main__":
    lay_out()
