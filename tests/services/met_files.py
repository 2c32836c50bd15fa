"""Files as the Metropolitan Police and the attitude survey lay them out, with a test's counts."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from csp_desktop import paths
from csp_desktop.core.publishers import MPS_NEW, MPS_OLD, Publisher
from csp_desktop.storage.publisher_maps import read_map

QUARTER_1 = ("201504", "201505", "201506")
ROBBERY = {
    MPS_OLD.code: "Personal Property",
    MPS_NEW.code: "ROBBERY OF PERSONAL PROPERTY",
}
SURVEY_HEADING = "Date;Survey;Borough;Measure;Proportion;MPS"


def met_file(
    path: Path,
    counts: Mapping[str, Sequence[object]],
    publisher: Publisher = MPS_OLD,
    *,
    months: Sequence[str] = QUARTER_1,
    areas: Sequence[str] = ("Tower Hamlets",),
) -> Path:
    """Every row the built-in plan's table takes: these counts by minor category, else one each."""
    table = read_map(paths.BUILT_IN_PLAN, publisher.code, publisher.map_columns)
    rows = []
    for area in areas:
        for names in dict.fromkeys(row.names for row in table):
            words = dict(zip(publisher.categories, names, strict=True)) | {publisher.area: area}
            of_row = counts.get(names[1], [1] * len(months))
            rows.append([*(words[column] for column in publisher.columns), *of_row])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*publisher.columns, *months], *rows])
    return path


def robberies(path: Path, *counts: object, publisher: Publisher = MPS_OLD) -> Path:
    """A file in which the personal robberies of April to June 2015 are these."""
    return met_file(path, {ROBBERY[publisher.code]: counts}, publisher)


def survey_file(path: Path, *lines: str) -> Path:
    """A survey's file with these lines under its heading."""
    path.write_text("\r\n".join([SURVEY_HEADING, *lines, ""]), encoding="utf-8")
    return path
