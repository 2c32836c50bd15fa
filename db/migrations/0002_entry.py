"""What entering a return needs beyond its figures.

Notes on queries, the rest of the action form, milestones, moved due dates, a board's own priorities
and proposals, the chair's summary, reasons for sending lines back, and text not read yet.

Frozen. TEXT and INTEGER alone, as in the first schema.
"""

from peewee import SqliteDatabase

COLUMNS = [
    ("priority", "board", "TEXT NOT NULL DEFAULT ''"),
    ("indicator", "plausible_low", "TEXT"),
    ("indicator", "plausible_high", "TEXT"),
    ("figure", "explanation", "TEXT NOT NULL DEFAULT ''"),
    ("figure", "explains", "TEXT NOT NULL DEFAULT ''"),
    ("earlier_figure", "explanation", "TEXT NOT NULL DEFAULT ''"),
    ("earlier_figure", "explains", "TEXT NOT NULL DEFAULT ''"),
    ("action", "aim", "TEXT NOT NULL DEFAULT ''"),
    ("action", "measures", "TEXT NOT NULL DEFAULT ''"),
    ("action", "partners", "TEXT NOT NULL DEFAULT ''"),
    ("action", "start_day", "TEXT"),
    ("action", "resources_needed", "TEXT NOT NULL DEFAULT ''"),
    ("action", "resources_source", "TEXT NOT NULL DEFAULT ''"),
    ("action", "resourcing", "TEXT"),
    ("action", "proposed", "INTEGER NOT NULL DEFAULT 0"),
    ("action", "dropped", "INTEGER NOT NULL DEFAULT 0"),
    ("action_update", "reason", "TEXT NOT NULL DEFAULT ''"),
    ("action_update", "percent", "INTEGER"),
    ("action_update", "next_steps", "TEXT NOT NULL DEFAULT ''"),
    ("action_update", "evidence", "TEXT NOT NULL DEFAULT ''"),
    ("board_return", "opened_by", "TEXT NOT NULL DEFAULT ''"),
]

TABLES = [
    """
    CREATE TABLE "milestone" (
        "action" TEXT NOT NULL,
        "ordinal" INTEGER NOT NULL,
        "text" TEXT NOT NULL,
        "due" TEXT,
        "met_on" TEXT,
        PRIMARY KEY ("action", "ordinal"),
        FOREIGN KEY ("action") REFERENCES "action" ("code")
    )
    """,
    """
    CREATE TABLE "due_change" (
        "action" TEXT NOT NULL,
        "ordinal" INTEGER NOT NULL,
        "due_before" TEXT NOT NULL,
        "due_after" TEXT,
        "changed_at" TEXT NOT NULL,
        "changed_by" TEXT NOT NULL,
        PRIMARY KEY ("action", "ordinal"),
        FOREIGN KEY ("action") REFERENCES "action" ("code")
    )
    """,
    """
    CREATE TABLE "return_summary" (
        "id" TEXT NOT NULL PRIMARY KEY,
        "board" TEXT NOT NULL,
        "quarter" TEXT NOT NULL,
        "achievements" TEXT NOT NULL,
        "concerns" TEXT NOT NULL,
        "decisions" TEXT NOT NULL,
        "resources" TEXT NOT NULL,
        "shared" TEXT NOT NULL,
        "version" INTEGER NOT NULL,
        FOREIGN KEY ("board") REFERENCES "board" ("code")
    )
    """,
    """
    CREATE TABLE "line_reason" (
        "board" TEXT NOT NULL,
        "quarter" TEXT NOT NULL,
        "line" TEXT NOT NULL,
        "version" INTEGER NOT NULL,
        "reason" TEXT NOT NULL,
        "given_by" TEXT NOT NULL,
        "given_at" TEXT NOT NULL,
        PRIMARY KEY ("board", "quarter", "line", "version"),
        FOREIGN KEY ("board") REFERENCES "board" ("code")
    )
    """,
    """
    CREATE TABLE "draft" (
        "quarter" TEXT NOT NULL,
        "line" TEXT NOT NULL,
        "line_field" TEXT NOT NULL,
        "text" TEXT NOT NULL,
        PRIMARY KEY ("quarter", "line", "line_field")
    )
    """,
]

INDEXES = [
    'CREATE UNIQUE INDEX "return_summary_board_quarter" ON "return_summary" ("board", "quarter")',
    'CREATE INDEX "audit_entity_entity_id" ON "audit" ("entity", "entity_id")',
]


def up(migrator, db):
    """Add the columns, the tables and their indexes."""
    for table, column, kind in COLUMNS:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {kind}')
    strict = " STRICT" if isinstance(db, SqliteDatabase) else ""
    for statement in TABLES:
        db.execute_sql(statement.strip() + strict)
    for statement in INDEXES:
        db.execute_sql(statement)
