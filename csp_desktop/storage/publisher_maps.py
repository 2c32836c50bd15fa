"""Reading which of a publisher's rows make which indicator: a table in the plan folder.

An officer may edit the table; `db/plans/README.md` describes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from csp_desktop.core.errors import NotFoundError
from csp_desktop.storage.plan_folder import PlanFolder

FOLDER = "publishers"


@dataclass(frozen=True)
class MapRow:
    """One row of the table: of this indicator it is a part.

    Attributes:
        names: what the publisher calls its row, one for each column of the table.
        place: where it stands, for the messages.
    """

    indicator: str
    names: tuple[str, ...]
    place: str


def plan_id(folder: Path) -> str:
    """Which plan a plan folder holds.

    Raises:
        NotFoundError: there is no such folder, or it holds no plan.
        StorageError: its file cannot be read.
    """
    return PlanFolder(folder).head().required("id")


def read_map(folder: Path, publisher: str, columns: Sequence[str]) -> list[MapRow]:
    """The rows of a publisher's table in a plan folder.

    Args:
        folder: the plan folder.
        publisher: its code.
        columns: of the table, beside `indicator`.

    Raises:
        NotFoundError: the plan folder has no such table.
        StorageError: the table cannot be read, is empty, or a row stands there twice; the
            message names the line.
    """
    name = f"{FOLDER}/{publisher}.csv"
    if not (folder / name).exists():
        raise NotFoundError(
            f"The plan folder {folder} has no {name}, which says which of the file's rows make "
            f"which indicator. Add it, with the columns indicator, {', '.join(columns)}."
        )
    found: list[MapRow] = []
    for row in PlanFolder(folder).rows(name):
        names = tuple(row.required(column) for column in columns)
        one = MapRow(row.required("indicator"), names, row.place)
        if any((one.indicator, one.names) == (other.indicator, other.names) for other in found):
            raise row.problem(f"{one.indicator} takes “{' / '.join(names)}” twice")
        found.append(one)
    return found
