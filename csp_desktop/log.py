"""The program's log: faults of ours with their traceback, and what the program runs on."""

import logging
import platform
import sqlite3
from logging.handlers import RotatingFileHandler
from pathlib import Path

_LOGGER = "csp_desktop"


def start(file: Path) -> None:
    """Write the log to a file of at most about 1 MB, three of them kept.

    A folder that cannot be written is no reason not to start: the log then stays silent.
    """
    logger = logging.getLogger(_LOGGER)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    if logger.handlers:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            file, maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.info("Python %s, SQLite %s", platform.python_version(), sqlite3.sqlite_version)


def remark(text: str) -> None:
    """Write down something that is worth knowing when a fault is looked for."""
    logging.getLogger(_LOGGER).info("%s", text)


def fault(error: BaseException) -> None:
    """Write down a fault of ours with its traceback."""
    logging.getLogger(_LOGGER).error("fault", exc_info=error)
