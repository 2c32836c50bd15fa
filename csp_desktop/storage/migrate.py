"""Bringing a database up to this program's schema; migrations are numbered, frozen scripts."""

from pathlib import Path

from csp_desktop.storage.backup import backed_up
from csp_desktop.storage.connection import Store


def schema_version(migrations: Path) -> int:
    """The number of the newest migration in a folder."""
    return max(int(script.name[:4]) for script in migrations.glob("[0-9]*.py"))


def upgrade(store: Store, migrations: Path) -> list[str]:
    """Apply what is missing, after a backup where there is anything to lose.

    Args:
        store: an open database; an empty one gets the whole schema.
        migrations: the folder of numbered scripts.

    Returns:
        The names of the migrations applied.
    """
    newest = schema_version(migrations)
    found = store.pragma("user_version")
    if found == newest:
        return []
    if found:
        backed_up(store, f"before version {newest}")
    # Imported only where there is something to apply: it costs every start otherwise.
    from playhouse.migrations import Runner

    applied: list[str] = Runner(store.database, str(migrations)).up()
    store.set_number("user_version", newest)
    return applied
