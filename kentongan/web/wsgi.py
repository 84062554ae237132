"""The door of the web server."""

import os

from kentongan.sqlite import use_modern_sqlite

use_modern_sqlite()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kentongan.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.template.loader import get_template  # noqa: E402
from django.urls import get_resolver  # noqa: E402

application = get_wsgi_application()
# Reading all addresses and the shell takes a second, for which the first phone would wait.
READ_ALREADY = (get_resolver().url_patterns, get_template("web/base.html"))
