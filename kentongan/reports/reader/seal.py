"""What the database itself refuses: changing words as they came, what the machine proposed, or what an officer said.

Rows may still go with the report they belong to: a referral keeps its receipt only, a drill leaves nothing. A later
migration that makes SQLite rebuild one of the tables loses its trigger and must put it again
(`tests/apps/test_reader_kept.py` notices).
"""

from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "teks asli, usulan mesin, dan pembetulan tidak dapat diubah"
FIXED: dict[str, tuple[str, ...]] = {
    "reports_original": ("report_id", "text", "sha256"),
    "reports_proposal": (
        "report_id", "addition_id", "number", "reader", "text_sha256", "fields", "candidates", "persons", "marks",
    ),
    "reports_mend": ("proposal_id", "field", "verdict", "value", "batch", "by_id", "said_at"),
}  # fmt: skip
"""The columns of each table that never change."""


def statements(vendor: str) -> list[str]:
    """Return what makes this kind of database refuse the changes."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_fixed BEFORE UPDATE OF {columns_of(table)} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for table in FIXED
        ]
    refuse = (
        "CREATE OR REPLACE FUNCTION reports_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    return [
        refuse,
        *(
            f"CREATE OR REPLACE TRIGGER {table}_fixed BEFORE UPDATE OF {columns_of(table)} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse()"
            for table in FIXED
        ),
    ]


def columns_of(table: str) -> str:
    """Return the fixed columns of a table as SQL lists them."""
    return ", ".join(f'"{column}"' for column in FIXED[table])


def put(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse the changes."""
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Let the database change these rows again: before their tables go."""
    with connection.cursor() as cursor:
        for table in FIXED:
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_fixed{on}")
