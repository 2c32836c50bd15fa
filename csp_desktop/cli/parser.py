"""The command line's words: every verb and option with its help."""

import argparse
from pathlib import Path

from csp_desktop import __version__
from csp_desktop.core.publishers import PUBLISHERS

# Verbs that need the window are known here and run by `__main__`, which may import it.
WINDOW_VERBS = ("tour",)


def parser() -> argparse.ArgumentParser:
    """The whole command line; without a verb it opens the window."""
    top = argparse.ArgumentParser(
        prog="csp-desktop",
        description="Quarterly returns of a Community Safety Partnership. "
        "Without a verb, opens the window.",
    )
    top.add_argument("--version", action="version", version=f"csp-desktop {__version__}")
    top.add_argument(
        "--database",
        metavar="PATH_OR_URL",
        help="the database (default: in the user's local data folder)",
    )
    top.add_argument(
        "--as",
        dest="user",
        metavar="NAME",
        help="who is recorded as doing it (default: the signed-in user)",
    )
    top.add_argument(
        "--quit-when-ready",
        action="store_true",
        help="open the window, wait until its first page shows its data, print the seconds since "
        "the process started, and close",
    )
    verbs = top.add_subparsers(dest="verb", metavar="VERB", title="verbs")
    _init(verbs)
    _plan(verbs)
    _figures(verbs)
    _return(verbs)
    _audit(verbs)
    _analyse(verbs)
    _rebase(verbs)
    _boroughs(verbs)
    _pack(verbs)
    _protect(verbs)
    check = _verb(
        verbs,
        "check-figures",
        "list every published figure that does not follow from the published values",
    )
    check.add_argument(
        "--table",
        type=Path,
        metavar="FILE.csv",
        help="check a table of your own: row, earlier, later, change, under a heading row",
    )
    tour = _verb(verbs, "tour", "drive the window through the quarter and leave pictures of it")
    tour.add_argument("folder", type=Path, help="where the pictures and files go")
    return top


Verbs = argparse._SubParsersAction  # argparse has no public name for what add_subparsers returns


def _verb(verbs: "Verbs[argparse.ArgumentParser]", name: str, text: str) -> argparse.ArgumentParser:
    made = verbs.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    made.add_argument(
        "--json", action="store_true", help="print one JSON document and nothing else"
    )
    return made


def _group(
    verbs: "Verbs[argparse.ArgumentParser]", name: str, text: str
) -> "Verbs[argparse.ArgumentParser]":
    made = verbs.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    return made.add_subparsers(dest="action", metavar="ACTION", required=True)


def _init(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    init = _verb(verbs, "init", "create the database with a plan and its history")
    init.add_argument(
        "--plan", type=Path, metavar="FOLDER", help="a plan folder (default: the built-in plan)"
    )
    init.add_argument(
        "--no-history", action="store_true", help="leave out the figures that come with the plan"
    )


def _plan(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    _verb(_group(verbs, "plan", "the partnership's plan"), "show", "print the whole plan")


def _figures(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    actions = _group(verbs, "figures", "an indicator's figures")
    show = _verb(
        actions,
        "show",
        "print an indicator's figures with their source, status and earlier values",
    )
    show.add_argument("indicator", help="its code, like H2")
    show.add_argument("--area", default="", help="a borough (default: the plan's own)")
    taken = _verb(actions, "import", "take figures from a publisher's file")
    taken.add_argument("file", type=Path, metavar="FILE", help="the .csv as it was downloaded")
    taken.add_argument(
        "--source",
        required=True,
        choices=tuple(one.code for one in PUBLISHERS),
        help="whose file it is, and in which classification",
    )
    taken.add_argument(
        "--area", default="", metavar="NAME", help="whose figures (default: the plan's own area)"
    )
    taken.add_argument(
        "--obtained",
        default="",
        metavar="DATE",
        help="the day the file was obtained, like 2016-11-22 (default: today)",
    )
    taken.add_argument(
        "--plan",
        type=Path,
        metavar="FOLDER",
        help="the plan folder with the tables of indicators (default: the one the plan came from)",
    )
    taken.add_argument("--dry-run", action="store_true", help="only say what would happen")


def _return(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    actions = _group(verbs, "return", "the quarterly returns")
    export = _verb(actions, "export", "write a return workbook, blank or as it stands")
    export.add_argument("board", help="the board's code, like NPFHF")
    export.add_argument("period", help="a quarter, like 2015/16-Q1")
    export.add_argument("file", type=Path, help="the workbook to write (.xlsx)")
    read = _verb(actions, "import", "read return workbooks in")
    read.add_argument("paths", type=Path, nargs="+", metavar="FILE_OR_FOLDER", help="what to read")
    read.add_argument("--dry-run", action="store_true", help="only say what would happen")
    read.add_argument(
        "--take",
        choices=("incoming", "stored"),
        help="how to settle conflicts (default: a file with a conflict stores nothing)",
    )
    undo = _verb(actions, "undo-import", "take one import back, all of it")
    undo.add_argument("id", metavar="ID", help="its number, as the import said it")
    _workflow(actions)
    status = _verb(actions, "status", "say who owes what for a quarter")
    status.add_argument("period", help="a quarter, like 2015/16-Q1")


def _workflow(actions: "Verbs[argparse.ArgumentParser]") -> None:
    verbs = {
        "submit": "hand a return in and lock it",
        "approve": "accept a submitted return",
        "send-back": "hand a submitted return back, with a reason for each line",
        "reopen": "open an approved return again, as a new version",
    }
    made = {name: _verb(actions, name, text) for name, text in verbs.items()}
    for one in made.values():
        one.add_argument("board", help="the board's code, like NPFHF")
        one.add_argument("period", help="a quarter, like 2015/16-Q1")
    made["send-back"].add_argument(
        "--reason",
        action="extend",
        nargs="+",
        required=True,
        metavar="LINE=TEXT",
        help="an indicator's or action's code and why it comes back, like F2='Which operation?'",
    )
    made["reopen"].add_argument(
        "--reason", required=True, metavar="TEXT", help="why it is reopened"
    )


def _analyse(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    made = _verb(
        verbs, "analyse", "say what a figure means, or draw the limits of a series in a file"
    )
    made.add_argument("indicator", nargs="?", default="", help="its code, like H3, or “all”")
    made.add_argument("period", nargs="?", default="", help="of the figure, like 2015/16-Q1")
    made.add_argument(
        "--series",
        type=Path,
        metavar="FILE.csv",
        help="instead of an indicator: two columns, label and value, under a heading row; "
        "blank = missing",
    )
    made.add_argument(
        "--polarity",
        choices=("lower", "higher", "none"),
        default="none",
        help="which way is better (default: none)",
    )
    made.add_argument("--target", default="", metavar="N", help="what the series is held against")
    made.add_argument(
        "--screen",
        action="store_true",
        help="leave out moving ranges of 3.267 times their mean or more, once",
    )
    made.add_argument(
        "--fix-after",
        type=int,
        metavar="N",
        help="rest the limits on the first N points of each phase, 12 or more",
    )
    made.add_argument(
        "--rebase", action="append", metavar="LABEL", help="begin a new phase at this row"
    )


def _rebase(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    made = _verb(
        verbs, "rebase", "begin a new phase of an indicator's control chart, with a reason"
    )
    made.add_argument("indicator", help="its code, like H3")
    made.add_argument(
        "day", nargs="?", default="", help="the first day of the phase (default: list the phases)"
    )
    made.add_argument("--reason", default="", metavar="TEXT", help="what changed, and who found so")
    made.add_argument("--take-back", action="store_true", help="take the phase of that day back")


def _boroughs(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    funnel = _verb(
        verbs, "funnel", "hold an indicator per head in each borough against that of all of them"
    )
    funnel.add_argument("indicator", help="its code, like H2")
    funnel.add_argument("period", help="a quarter, a year or another range, like 2014/15")
    populations = _group(verbs, "populations", "how many people live in each borough")
    read = _verb(populations, "import", "take populations from a file")
    read.add_argument(
        "file", type=Path, metavar="FILE", help="a .csv: area, day, people, source, obtained"
    )


def _pack(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    actions = _group(verbs, "pack", "what the partnership meets over")
    for name, text, period in (
        ("meeting", "write the pack of a meeting", "a quarter, like 2015/16-Q1"),
        ("chair", "write the update of a board's chair", "a quarter, like 2015/16-Q1"),
        (
            "assessment",
            "write the Strategic Assessment",
            "the year from October to September, like 2014/15 or 2014-10..2015-09",
        ),
    ):
        made = _verb(actions, name, text)
        made.add_argument("period", help=period)
        made.add_argument("file", type=Path, metavar="FILE.xlsx", help="the workbook to write")
        made.add_argument(
            "--edition",
            required=True,
            choices=("internal", "partnership", "public"),
            help="for whom: what may be shown depends on it",
        )
        made.add_argument(
            "--board",
            default="",
            required=name == "chair",
            help="the board whose update it is, like NPFHF",
        )
        made.add_argument(
            "--meeting", default="", metavar="DATE", help="the day of the meeting, like 2015-08-12"
        )
        made.add_argument(
            "--known-on",
            default="",
            metavar="DATE",
            help="show figures as they were known on this day (default: as known now)",
        )
        made.add_argument("--issue", action="store_true", help="freeze it as an issued pack")
        made.add_argument(
            "--texts-read",
            action="store_true",
            help="issue it although its texts may tell who somebody is: you have read them",
        )
    _verb(actions, "list", "name the packs that have been issued, the newest first")
    compare = _verb(actions, "compare", "say what one issued pack says that an earlier one did not")
    compare.add_argument("earlier", metavar="ID", help="as “pack list” names it")
    compare.add_argument("later", metavar="ID", help="as “pack list” names it")
    again = _verb(actions, "write", "write the file of an issued pack once more")
    again.add_argument("id", metavar="ID", help="as “pack list” names it")
    again.add_argument("file", type=Path, metavar="FILE.xlsx", help="the workbook to write")


def _protect(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    made = _verb(verbs, "protect", "hide the small counts of a table, and what would tell them")
    made.add_argument(
        "table",
        type=Path,
        metavar="TABLE.csv",
        help="counts under a heading row, with names in the first column; a last row or column "
        "called Total is a margin",
    )
    made.add_argument(
        "--below",
        type=int,
        default=5,
        metavar="N",
        help="hide counts from 1 to one less than this (default: 5)",
    )
    made.add_argument(
        "--round",
        type=int,
        default=1,
        metavar="N",
        help="round the others to the nearest multiple, half up (default: 1, not at all)",
    )


def _audit(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    audit = _verb(verbs, "audit", "say who changed what, the newest first")
    audit.add_argument(
        "--since", default="", metavar="DATE", help="the first day, like 2015-07-14 (default: all)"
    )
    audit.add_argument("--board", default="", help="only what this board reports on, like NPFHF")
