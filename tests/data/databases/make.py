"""Makes the database of the newest schema; it refuses to replace one that is there."""

import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from csp_desktop import bootstrap, paths
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.figures import Absence, FigureStatus
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import Quarter
from csp_desktop.services import Services
from csp_desktop.services.session import Session
from csp_desktop.storage.migrate import schema_version

HERE = Path(__file__).parent
QUARTER = Quarter(2015, 1)
BOARDS = ("NPFHF", "TMG", "TTCG")
ENTERED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("NPFHF", "F1", {"value": Decimal(248), "comment": "=not a formula, “as counted”"}),
    ("NPFHF", "F2", {"numerator": Decimal(67), "denominator": Decimal(248)}),
    ("NPFHF", "F4", {"absence": Absence.NOT_COLLECTED, "comment": "Nobody counts this"}),
    ("TMG", "F3", {"value": Decimal("78.0"), "sample_size": 1147}),
    ("TTCG", "H3", {"value": Decimal(0), "source": "MPS", "obtained": date(2015, 7, 3)}),
    ("TTCG", "H3", {"value": Decimal(277), "status": FigureStatus.REVISED}),
)


def content(services: Services) -> dict[str, Any]:
    """What people entered, as plain values."""
    sheets = [services.returns.sheet(board, QUARTER) for board in BOARDS]
    return {
        "returns": {sheet.board.code: sheet.record.state.value for sheet in sheets},
        "figures": {
            line.indicator.code: [
                figure_words(line.figure, line.indicator.unit),
                line.figure.status.value,
                line.figure.source,
                line.figure.comment,
                *(
                    figure_words(earlier.figure, line.indicator.unit)
                    for story in services.analysis.stories(line.indicator.code)
                    for earlier in story.earlier
                ),
            ]
            for sheet in sheets
            for line in sheet.figures
            if line.figure.entered
        },
        "updates": {
            line.action.code: [
                line.action.lead,
                str(line.action.due),
                line.update.status.words,
                line.update.note,
            ]
            for sheet in sheets
            for line in sheet.actions
            if line.update.status is not None
        },
    }


def enter(services: Services) -> None:
    """Enter figures and updates as officers do."""
    for board, code, parts in ENTERED:
        sheet = services.returns.sheet(board, QUARTER)
        figure = next(one.figure for one in sheet.figures if one.indicator.code == code)
        services.entry.enter_figure(replace(figure, **{"absence": None, **parts}))
    first, second = services.returns.sheet("NPFHF", QUARTER).actions[:2]
    led = replace(first.action.due_on(date(2015, 9, 30)), lead="Hate crime co-ordinator")
    services.entry.enter_action(QUARTER, led)
    for line, status in ((first, ActionStatus.ON_TRACK), (second, ActionStatus.AT_RISK)):
        services.entry.enter_update(
            "NPFHF", replace(line.update, status=status, note=f"{status.words}.\nSee minutes.")
        )


def main() -> int:
    """Write the database and, beside it, what it holds."""
    database = HERE / f"{schema_version(paths.MIGRATIONS):04d}.db"
    session = Session("Lead officer", lambda: datetime(2015, 7, 14, 12, tzinfo=UTC))
    bootstrap.start(database, session, history=False)
    with bootstrap.services(database, session) as services:
        enter(services)
        held = content(services)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("VACUUM")
    text = json.dumps(held, ensure_ascii=False, indent=2) + "\n"
    database.with_suffix(".json").write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
