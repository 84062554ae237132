"""Puts the SQLite of the pysqlite3 wheel in place of the system's, before Django imports it."""

import sys
import warnings

FIXED_IN = (3, 51, 3)  # the WAL-reset corruption fault, docs/decisions/0002


def use_modern_sqlite() -> None:
    """Swap `sqlite3` for `pysqlite3` once; keep the system's with a loud warning where the wheel is missing."""
    if sys.modules.get("sqlite3") is not None and sys.modules["sqlite3"].sqlite_version_info >= FIXED_IN:
        return
    try:
        import pysqlite3  # noqa: PLC0415
    except ImportError:
        warnings.warn(
            "pysqlite3 tidak terpasang: SQLite sistem dipakai dan dapat merusak data.", stacklevel=2
        )
        return
    import pysqlite3.dbapi2  # noqa: PLC0415

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
