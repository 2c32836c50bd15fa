"""What each import stored, so that it can be taken back as one step.

Frozen. TEXT and INTEGER alone, as in the first schema.
"""

from peewee import SqliteDatabase

TABLES = [
    """
    CREATE TABLE "import" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "at_utc" TEXT NOT NULL,
        "user_name" TEXT NOT NULL,
        "file" TEXT NOT NULL,
        "sha256" TEXT NOT NULL,
        "board" TEXT NOT NULL,
        "quarter" TEXT NOT NULL,
        "new_fields" INTEGER NOT NULL,
        "changed_fields" INTEGER NOT NULL,
        "last_audit" INTEGER NOT NULL,
        "undone_at" TEXT NOT NULL,
        "undone_by" TEXT NOT NULL,
        FOREIGN KEY ("board") REFERENCES "board" ("code")
    )
    """,
    """
    CREATE TABLE "import_item" (
        "import" INTEGER NOT NULL,
        "ordinal" INTEGER NOT NULL,
        "entity" TEXT NOT NULL,
        "entity_id" TEXT NOT NULL,
        "before_json" TEXT NOT NULL,
        "version" INTEGER NOT NULL,
        PRIMARY KEY ("import", "ordinal"),
        FOREIGN KEY ("import") REFERENCES "import" ("id")
    )
    """,
]

INDEXES = [
    'CREATE INDEX "import_item_entity_entity_id" ON "import_item" ("entity", "entity_id")',
]


def up(migrator, db):
    """Add the tables and their index."""
    strict = " STRICT" if isinstance(db, SqliteDatabase) else ""
    for statement in TABLES:
        db.execute_sql(statement.strip() + strict)
    for statement in INDEXES:
        db.execute_sql(statement)
