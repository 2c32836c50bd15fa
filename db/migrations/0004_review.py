"""What the review of returns needs: versions kept whole, lines accepted, contact with boards.

And changes of the plan that were agreed, and the views of tables that people have saved.

Frozen. TEXT and INTEGER alone, as in the first schema.
"""

from peewee import SqliteDatabase

TABLES = [
    """
    CREATE TABLE "return_version" (
        "board" TEXT NOT NULL,
        "quarter" TEXT NOT NULL,
        "version" INTEGER NOT NULL,
        "submitted_by" TEXT NOT NULL,
        "kept_at" TEXT NOT NULL,
        "approved_by" TEXT NOT NULL,
        "approved_at" TEXT NOT NULL,
        PRIMARY KEY ("board", "quarter", "version"),
        FOREIGN KEY ("board") REFERENCES "board" ("code")
    )
    """,
    """
    CREATE TABLE "version_record" (
        "board" TEXT NOT NULL,
        "quarter" TEXT NOT NULL,
        "version" INTEGER NOT NULL,
        "entity" TEXT NOT NULL,
        "entity_id" TEXT NOT NULL,
        "record_json" TEXT NOT NULL,
        PRIMARY KEY ("board", "quarter", "version", "entity", "entity_id"),
        FOREIGN KEY ("board") REFERENCES "board" ("code")
    )
    """,
    """
    CREATE TABLE "acceptance" (
        "board" TEXT NOT NULL,
        "quarter" TEXT NOT NULL,
        "line" TEXT NOT NULL,
        "version" INTEGER NOT NULL,
        "accepted_by" TEXT NOT NULL,
        "accepted_at" TEXT NOT NULL,
        PRIMARY KEY ("board", "quarter", "line", "version"),
        FOREIGN KEY ("board") REFERENCES "board" ("code")
    )
    """,
    """
    CREATE TABLE "contact" (
        "board" TEXT NOT NULL,
        "quarter" TEXT NOT NULL,
        "at_utc" TEXT NOT NULL,
        "user_name" TEXT NOT NULL,
        "kind" TEXT NOT NULL,
        PRIMARY KEY ("board", "quarter", "at_utc", "kind"),
        FOREIGN KEY ("board") REFERENCES "board" ("code")
    )
    """,
    """
    CREATE TABLE "plan_change" (
        "id" TEXT NOT NULL PRIMARY KEY,
        "entity" TEXT NOT NULL,
        "entity_id" TEXT NOT NULL,
        "field" TEXT NOT NULL,
        "before" TEXT NOT NULL,
        "after" TEXT NOT NULL,
        "agreed_by" TEXT NOT NULL,
        "agreed_where" TEXT NOT NULL,
        "agreed_on" TEXT NOT NULL,
        "reason" TEXT NOT NULL,
        "made_by" TEXT NOT NULL,
        "made_at" TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE "saved_view" (
        "page" TEXT NOT NULL,
        "name" TEXT NOT NULL,
        "content" TEXT NOT NULL,
        PRIMARY KEY ("page", "name")
    )
    """,
]

INDEXES = [
    'CREATE INDEX "plan_change_entity_entity_id" ON "plan_change" ("entity", "entity_id")',
    'CREATE INDEX "action_update_quarter" ON "action_update" ("quarter")',
]


def up(migrator, db):
    """Add the tables and the indexes."""
    strict = " STRICT" if isinstance(db, SqliteDatabase) else ""
    for statement in TABLES:
        db.execute_sql(statement.strip() + strict)
    for statement in INDEXES:
        db.execute_sql(statement)
