"""Where things lie: the user's data, and what the program brings with it."""

from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
# In a checkout `resources` and `db` stand beside the package; in a wheel they are inside it.
_SHIPPED = _PACKAGE / "shipped"
_ROOT = _SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parent

RESOURCES = _ROOT / "resources"
MIGRATIONS = _ROOT / "db" / "migrations"
BUILT_IN_PLAN = _ROOT / "db" / "plans" / "tower_hamlets_2013_16"


def data_folder() -> Path:
    """The user's local data folder (not the roaming one: a profile may sync in mid-write)."""
    return platformdirs.user_data_path("csp-desktop", appauthor=False, roaming=False)


def default_database() -> Path:
    """The database used when none is named."""
    return data_folder() / "csp.db"


def log_file() -> Path:
    """Where faults are written down."""
    return platformdirs.user_log_path("csp-desktop", appauthor=False) / "csp-desktop.log"
