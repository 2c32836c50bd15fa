"""Packs as they were issued, and the settings of the partnership.

Frozen. TEXT and INTEGER alone, as in the first schema.
"""

from peewee import SqliteDatabase

TABLES = [
    """
    CREATE TABLE "pack" (
        "id" TEXT NOT NULL PRIMARY KEY,
        "kind" TEXT NOT NULL,
        "edition" TEXT NOT NULL,
        "period" TEXT NOT NULL,
        "board" TEXT NOT NULL,
        "meeting" TEXT NOT NULL,
        "known_at" TEXT NOT NULL,
        "issued_at" TEXT NOT NULL,
        "issued_by" TEXT NOT NULL,
        "digest" TEXT NOT NULL,
        "suppressed" INTEGER NOT NULL CHECK (suppressed >= 0),
        "excluded" TEXT NOT NULL,
        "content" TEXT NOT NULL,
        "facts" TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE "setting" (
        "name" TEXT NOT NULL PRIMARY KEY,
        "value" TEXT NOT NULL
    )
    """,
]

APPEND_ONLY = """
    CREATE TRIGGER "pack_no_{event}" BEFORE {event} ON "pack"
    BEGIN
        SELECT RAISE(ABORT, 'pack is append-only');
    END
"""


def up(migrator, db):
    """Add the tables; what has been issued stays as it is."""
    strict = " STRICT" if isinstance(db, SqliteDatabase) else ""
    for statement in TABLES:
        db.execute_sql(statement.strip() + strict)
    if isinstance(db, SqliteDatabase):
        for event in ("UPDATE", "DELETE"):
            db.execute_sql(APPEND_ONLY.format(event=event).strip())
