"""Read the command line, then open the window or run a verb."""

import argparse
import getpass
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from csp_desktop import bootstrap, log, paths
from csp_desktop.cli import said, verbs
from csp_desktop.cli.parser import WINDOW_VERBS, parser
from csp_desktop.core.errors import UserError
from csp_desktop.process_clock import seconds_since_start
from csp_desktop.services.session import Session

TO_ACT, FAULT = 1, 70


def main(words: Sequence[str] | None = None) -> int:
    """Run the program and say its exit status (0 done, 1 act, 2 usage, 70 a fault of ours)."""
    _speak_utf8()
    log.start(paths.log_file())
    arguments = parser().parse_args(words)
    try:
        status = _run(arguments)
        print(end="", flush=True)
        return status
    except BrokenPipeError:
        # Whoever read our output has read enough, as `| head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return said.DONE
    except UserError as error:
        print(error, file=sys.stderr)
        return TO_ACT
    except Exception as error:
        log.fault(error)
        print(
            f"The program has a fault and stopped. What happened is written in {paths.log_file()}.",
            file=sys.stderr,
        )
        return FAULT


def _run(arguments: argparse.Namespace) -> int:
    database = _database(arguments.database)
    session = Session(arguments.user or getpass.getuser())
    if arguments.verb is None or arguments.verb in WINDOW_VERBS:
        return _window(arguments, database, session)
    return verbs.run(
        arguments,
        verbs.Program(
            start=lambda plan, history: bootstrap.start(database, session, plan, history=history),
            services=lambda: bootstrap.services(database, session),
        ),
    )


def _window(arguments: argparse.Namespace, database: Path, session: Session) -> int:
    # Qt is imported only where a window is wanted: the verbs start faster and need no screen.
    from csp_desktop.ui import application
    from csp_desktop.ui.tour import tour

    if arguments.verb == "tour":
        steps = tour(arguments.folder, bootstrap.start, bootstrap.services)
        lines = [f"{one['picture']}: {one['step']}" for one in steps]
        return said.say(arguments, {"steps": steps}, lines)
    if not os.path.exists(database):  # unlike Path.exists, it says no to a name too long
        bootstrap.start(database, session)
    when_ready = _print_seconds if arguments.quit_when_ready else None
    return application.run(database, session, bootstrap.services, when_ready=when_ready)


def _print_seconds() -> None:
    print(f"{seconds_since_start():.3f}", flush=True)


def _database(text: str | None) -> Path:
    if text is None:
        return paths.default_database()
    if "://" in text:
        raise UserError(
            f"{text} is an address; this version keeps its data in a file. Name a path."
        )
    return Path(text)


def _speak_utf8() -> None:
    """Redirected output on Windows would otherwise lose the plan's quotation marks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
