"""What people note on charts: what happened, on which day.

Frozen. TEXT and INTEGER alone, as in the first schema.
"""

from peewee import SqliteDatabase

# No reference to the indicator: a note of none stands on every chart.
TABLES = [
    """
    CREATE TABLE "annotation" (
        "id" TEXT NOT NULL PRIMARY KEY,
        "indicator" TEXT NOT NULL,
        "day" TEXT NOT NULL,
        "fact" TEXT NOT NULL,
        "note" TEXT NOT NULL,
        "noted_by" TEXT NOT NULL,
        "noted_at" TEXT NOT NULL
    )
    """,
]


def up(migrator, db):
    """Add the table."""
    strict = " STRICT" if isinstance(db, SqliteDatabase) else ""
    for statement in TABLES:
        db.execute_sql(statement.strip() + strict)
