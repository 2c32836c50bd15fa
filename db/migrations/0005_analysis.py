"""What the analysis asks of an indicator, people by area, and the phases people have decided.

Frozen. TEXT and INTEGER alone, as in the first schema.
"""

from peewee import SqliteDatabase

COLUMNS = [
    ("plan", "folder", "TEXT NOT NULL DEFAULT ''"),
    ("indicator", "basis", "TEXT NOT NULL DEFAULT 'period'"),
    ("indicator", "seasonal", "INTEGER NOT NULL DEFAULT 0"),
    ("indicator", "tolerance", "TEXT"),
    ("indicator", "profile", "TEXT NOT NULL DEFAULT 'equal'"),
]

TABLES = [
    """
    CREATE TABLE "population" (
        "area" TEXT NOT NULL,
        "day" TEXT NOT NULL,
        "people" INTEGER NOT NULL CHECK (people > 0),
        "source" TEXT NOT NULL,
        "obtained" TEXT,
        PRIMARY KEY ("area", "day")
    )
    """,
    """
    CREATE TABLE "phase" (
        "indicator" TEXT NOT NULL,
        "first_day" TEXT NOT NULL,
        "reason" TEXT NOT NULL,
        "decided_by" TEXT NOT NULL,
        "decided_at" TEXT NOT NULL,
        PRIMARY KEY ("indicator", "first_day"),
        FOREIGN KEY ("indicator") REFERENCES "indicator" ("code")
    )
    """,
]

# What earlier databases say of these without a column: a target of a rank, a survey whose borough
# results rest on twelve months.
KNOWN = [
    """
    UPDATE "indicator" SET "basis" = 'rank' WHERE "code" IN (
        SELECT "indicator" FROM "target_indicator" JOIN "target" ON "id" = "target"
        WHERE "kind" = 'rank'
    )
    """,
    """
    UPDATE "indicator" SET "basis" = 'year' WHERE "code" IN (
        SELECT "indicator" FROM "figure" WHERE "source" LIKE 'MOPAC Public Attitude Survey%'
    )
    """,
]


def up(migrator, db):
    """Add the columns and the tables."""
    for table, column, kind in COLUMNS:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {kind}')
    strict = " STRICT" if isinstance(db, SqliteDatabase) else ""
    for statement in TABLES:
        db.execute_sql(statement.strip() + strict)
    for statement in KNOWN:
        db.execute_sql(statement)
