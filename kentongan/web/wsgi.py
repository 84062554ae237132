"""The door of the web server."""

import os

from kentongan.sqlite import use_modern_sqlite

use_modern_sqlite()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kentongan.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
