"""The first schema: the plan, figures, actions, returns and the audit trail.

Frozen. TEXT and INTEGER alone, so that the same statements serve SQLite, which holds every column
to its type (STRICT), and PostgreSQL.
"""

from peewee import SqliteDatabase

TABLES = [
    """
    CREATE TABLE "plan" (
        "id" TEXT NOT NULL PRIMARY KEY,
        "title" TEXT NOT NULL,
        "partnership" TEXT NOT NULL,
        "short_name" TEXT NOT NULL,
        "area" TEXT NOT NULL,
        "neighbours" TEXT NOT NULL,
        "first_day" TEXT NOT NULL,
        "last_day" TEXT NOT NULL,
        "first_return" TEXT NOT NULL,
        "return_due_days" INTEGER NOT NULL,
        "source" TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE "agency" (
        "code" TEXT NOT NULL PRIMARY KEY,
        "ordinal" INTEGER NOT NULL,
        "name" TEXT NOT NULL,
        "kind" TEXT NOT NULL,
        "other_names" TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE "board" (
        "code" TEXT NOT NULL PRIMARY KEY,
        "ordinal" INTEGER NOT NULL,
        "name" TEXT NOT NULL,
        "kind" TEXT NOT NULL,
        "abbreviations" TEXT NOT NULL,
        "chair" TEXT NOT NULL,
        "meets" TEXT NOT NULL,
        "members" TEXT NOT NULL,
        "about" TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE "priority" (
        "code" TEXT NOT NULL PRIMARY KEY,
        "ordinal" INTEGER NOT NULL,
        "title" TEXT NOT NULL,
        "cross_cutting" INTEGER NOT NULL,
        "why" TEXT NOT NULL,
        "aims_text" TEXT NOT NULL,
        "measures_text" TEXT NOT NULL,
        "three_year_note" TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE "responsibility" (
        "priority" TEXT NOT NULL,
        "board" TEXT NOT NULL,
        "ordinal" INTEGER NOT NULL,
        PRIMARY KEY ("priority", "board"),
        FOREIGN KEY ("priority") REFERENCES "priority" ("code"),
        FOREIGN KEY ("board") REFERENCES "board" ("code")
    )
    """,
    """
    CREATE TABLE "aim" (
        "priority" TEXT NOT NULL,
        "term" TEXT NOT NULL CHECK (term IN ('this_year', 'three_years')),
        "ordinal" INTEGER NOT NULL,
        "heading" TEXT NOT NULL,
        "text" TEXT NOT NULL,
        "parts" TEXT NOT NULL,
        PRIMARY KEY ("priority", "term", "ordinal"),
        FOREIGN KEY ("priority") REFERENCES "priority" ("code")
    )
    """,
    """
    CREATE TABLE "indicator" (
        "code" TEXT NOT NULL PRIMARY KEY,
        "ordinal" INTEGER NOT NULL,
        "name" TEXT NOT NULL,
        "title" TEXT NOT NULL,
        "part" TEXT NOT NULL,
        "part_of" TEXT NOT NULL,
        "sum_of" TEXT NOT NULL,
        "row_group" TEXT NOT NULL,
        "noun" TEXT NOT NULL,
        "unit" TEXT NOT NULL,
        "polarity" TEXT NOT NULL,
        "agency" TEXT NOT NULL,
        "board" TEXT NOT NULL,
        "restricted" INTEGER NOT NULL,
        "frequency" TEXT NOT NULL,
        "numerator" TEXT NOT NULL,
        "denominator" TEXT NOT NULL,
        "definition" TEXT NOT NULL,
        "note" TEXT NOT NULL,
        FOREIGN KEY ("board") REFERENCES "board" ("code")
    )
    """,
    """
    CREATE TABLE "measure" (
        "id" TEXT NOT NULL PRIMARY KEY,
        "priority" TEXT NOT NULL,
        "ordinal" INTEGER NOT NULL,
        "part" INTEGER NOT NULL,
        "text" TEXT NOT NULL,
        FOREIGN KEY ("priority") REFERENCES "priority" ("code")
    )
    """,
    """
    CREATE TABLE "measure_indicator" (
        "measure" TEXT NOT NULL,
        "indicator" TEXT NOT NULL,
        "ordinal" INTEGER NOT NULL,
        PRIMARY KEY ("measure", "indicator"),
        FOREIGN KEY ("measure") REFERENCES "measure" ("id"),
        FOREIGN KEY ("indicator") REFERENCES "indicator" ("code")
    )
    """,
    """
    CREATE TABLE "target" (
        "id" TEXT NOT NULL PRIMARY KEY,
        "ordinal" INTEGER NOT NULL,
        "priority" TEXT NOT NULL,
        "text" TEXT NOT NULL,
        "kind" TEXT NOT NULL,
        "direction" TEXT NOT NULL,
        "value" TEXT NOT NULL,
        "base" TEXT,
        "per" TEXT NOT NULL,
        "baseline" TEXT NOT NULL,
        "deadline" TEXT NOT NULL,
        FOREIGN KEY ("priority") REFERENCES "priority" ("code")
    )
    """,
    """
    CREATE TABLE "target_indicator" (
        "target" TEXT NOT NULL,
        "indicator" TEXT NOT NULL,
        "ordinal" INTEGER NOT NULL,
        PRIMARY KEY ("target", "indicator"),
        FOREIGN KEY ("target") REFERENCES "target" ("id"),
        FOREIGN KEY ("indicator") REFERENCES "indicator" ("code")
    )
    """,
    """
    CREATE TABLE "published_cell" (
        "indicator" TEXT NOT NULL,
        "table_column" TEXT NOT NULL,
        "period" TEXT NOT NULL,
        "text" TEXT NOT NULL,
        "absence" TEXT NOT NULL,
        "ordinal" INTEGER NOT NULL,
        PRIMARY KEY ("indicator", "table_column"),
        FOREIGN KEY ("indicator") REFERENCES "indicator" ("code")
    )
    """,
    """
    CREATE TABLE "published_value" (
        "indicator" TEXT NOT NULL,
        "table_column" TEXT NOT NULL,
        "ordinal" INTEGER NOT NULL,
        "name" TEXT NOT NULL,
        "period" TEXT NOT NULL,
        "value" TEXT NOT NULL,
        "places" INTEGER NOT NULL,
        PRIMARY KEY ("indicator", "table_column", "ordinal"),
        FOREIGN KEY ("indicator") REFERENCES "indicator" ("code")
    )
    """,
    """
    CREATE TABLE "published_change" (
        "ordinal" INTEGER NOT NULL PRIMARY KEY,
        "heading" TEXT NOT NULL,
        "later" TEXT NOT NULL,
        "earlier" TEXT NOT NULL,
        "area" TEXT NOT NULL,
        "text" TEXT NOT NULL,
        "change_count" TEXT NOT NULL,
        "change_percent" TEXT NOT NULL,
        "places" INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE "fact" (
        "ordinal" INTEGER NOT NULL PRIMARY KEY,
        "topic" TEXT NOT NULL,
        "item" TEXT NOT NULL,
        "value" TEXT,
        "unit" TEXT NOT NULL,
        "text" TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE "section" (
        "ordinal" INTEGER NOT NULL PRIMARY KEY,
        "heading" TEXT NOT NULL,
        "text" TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE "figure" (
        "id" TEXT NOT NULL PRIMARY KEY,
        "indicator" TEXT NOT NULL,
        "area" TEXT NOT NULL,
        "first_day" TEXT NOT NULL,
        "last_day" TEXT NOT NULL,
        "value" TEXT,
        "numerator" TEXT,
        "denominator" TEXT,
        "sample_size" INTEGER,
        "absence" TEXT,
        "expected_on" TEXT,
        "expected_from" TEXT NOT NULL,
        "status" TEXT NOT NULL,
        "source" TEXT NOT NULL,
        "obtained" TEXT,
        "comment" TEXT NOT NULL,
        "shared" TEXT NOT NULL,
        "version" INTEGER NOT NULL,
        FOREIGN KEY ("indicator") REFERENCES "indicator" ("code"),
        CHECK ((absence IS NULL) = (value IS NOT NULL OR numerator IS NOT NULL)),
        CHECK (first_day <= last_day)
    )
    """,
    """
    CREATE TABLE "earlier_figure" (
        "figure" TEXT NOT NULL,
        "version" INTEGER NOT NULL,
        "value" TEXT,
        "numerator" TEXT,
        "denominator" TEXT,
        "sample_size" INTEGER,
        "absence" TEXT,
        "expected_on" TEXT,
        "expected_from" TEXT NOT NULL,
        "status" TEXT NOT NULL,
        "source" TEXT NOT NULL,
        "obtained" TEXT,
        "comment" TEXT NOT NULL,
        "replaced_at" TEXT NOT NULL,
        "replaced_by" TEXT NOT NULL,
        PRIMARY KEY ("figure", "version"),
        FOREIGN KEY ("figure") REFERENCES "figure" ("id")
    )
    """,
    """
    CREATE TABLE "action" (
        "id" TEXT NOT NULL PRIMARY KEY,
        "code" TEXT NOT NULL,
        "ordinal" INTEGER NOT NULL,
        "priority" TEXT NOT NULL,
        "heading" TEXT NOT NULL,
        "text" TEXT NOT NULL,
        "parts" TEXT NOT NULL,
        "board" TEXT NOT NULL,
        "agency" TEXT NOT NULL,
        "lead_role" TEXT NOT NULL,
        "due" TEXT,
        "original_due" TEXT,
        "shared" TEXT NOT NULL,
        "version" INTEGER NOT NULL,
        FOREIGN KEY ("priority") REFERENCES "priority" ("code"),
        FOREIGN KEY ("board") REFERENCES "board" ("code")
    )
    """,
    """
    CREATE TABLE "action_update" (
        "id" TEXT NOT NULL PRIMARY KEY,
        "action" TEXT NOT NULL,
        "quarter" TEXT NOT NULL,
        "status" TEXT,
        "note" TEXT NOT NULL,
        "shared" TEXT NOT NULL,
        "version" INTEGER NOT NULL,
        FOREIGN KEY ("action") REFERENCES "action" ("code")
    )
    """,
    """
    CREATE TABLE "board_return" (
        "id" TEXT NOT NULL PRIMARY KEY,
        "board" TEXT NOT NULL,
        "quarter" TEXT NOT NULL,
        "state" TEXT NOT NULL,
        "version" INTEGER NOT NULL,
        "submitted_by" TEXT NOT NULL,
        "reason" TEXT NOT NULL,
        "row_version" INTEGER NOT NULL,
        FOREIGN KEY ("board") REFERENCES "board" ("code")
    )
    """,
    """
    CREATE TABLE "audit" (
        "seq" INTEGER NOT NULL PRIMARY KEY,
        "at_utc" TEXT NOT NULL,
        "user_name" TEXT NOT NULL,
        "action" TEXT NOT NULL,
        "entity" TEXT NOT NULL,
        "entity_id" TEXT NOT NULL,
        "before_json" TEXT NOT NULL,
        "after_json" TEXT NOT NULL,
        "previous_hash" TEXT NOT NULL,
        "hash" TEXT NOT NULL
    )
    """,
]

INDEXES = [
    'CREATE UNIQUE INDEX "measure_priority_ordinal_part" ON "measure" ("priority", "ordinal", "part")',
    'CREATE UNIQUE INDEX "figure_indicator_area_first_day_last_day" ON "figure" ("indicator", "area", "first_day", "last_day")',
    'CREATE UNIQUE INDEX "action_code" ON "action" ("code")',
    'CREATE INDEX "action_board" ON "action" ("board")',
    'CREATE UNIQUE INDEX "action_update_action_quarter" ON "action_update" ("action", "quarter")',
    'CREATE UNIQUE INDEX "board_return_board_quarter" ON "board_return" ("board", "quarter")',
]

APPEND_ONLY = """
    CREATE TRIGGER "{table}_no_{event}" BEFORE {event} ON "{table}"
    BEGIN
        SELECT RAISE(ABORT, '{table} is append-only');
    END
"""


def up(migrator, db):
    """Create every table, its indexes, and the triggers that keep history as it is."""
    strict = " STRICT" if isinstance(db, SqliteDatabase) else ""
    for statement in TABLES:
        db.execute_sql(statement.strip() + strict)
    for statement in INDEXES:
        db.execute_sql(statement)
    if isinstance(db, SqliteDatabase):
        for table in ("audit", "earlier_figure"):
            for event in ("UPDATE", "DELETE"):
                db.execute_sql(APPEND_ONLY.format(table=table, event=event).strip())
