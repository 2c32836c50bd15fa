"""What must not leave the partnership is planted everywhere and looked for in finished packs."""

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from csp_desktop import bootstrap, paths
from csp_desktop.core.actions import ActionStatus, Milestone, Resourcing
from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.document import PackKind
from csp_desktop.core.periods import DateRange, Quarter, parse_range
from csp_desktop.core.plan import Indicator
from csp_desktop.core.plan_changes import ACTION, TARGET
from csp_desktop.core.reminders import ContactKind
from csp_desktop.services import Services
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import opened
from csp_desktop.storage.migrate import schema_version
from csp_desktop.storage.pack_repository import PackRepository
from csp_desktop.ui.documents.pdf_writer import write_pdf
from tests.conftest import NOW
from tests.leaks.reading import Place, read_off, small_told
from tests.leaks.searching import found_in, parts_of, written

PERSON = "Sentinel Person"
WORD = "sentinel"
Q1 = Quarter(2015, 1)
YEAR = parse_range("2014-10..2015-09")
AREA = "Tower Hamlets"
FIRST_COUNT, STEP = 7_310_457, 13_579  # so that every count, share and difference is its own
SHARE_OF = 9_120_733  # of which too few are counted; unique as well

AGREED = {
    "agreed_by": PERSON,
    "agreed_where": "Sentinel meeting",
    "agreed_on": "9 July 2015",
    "reason": "Sentinel cause",
}


class Planted:
    """A database in which everything that is not public is a text or a number of its own."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.now = NOW
        self.numbers: set[int] = set()
        self.few: dict[Place, int] = {}

    @contextmanager
    def services(self) -> Iterator[Services]:
        session = Session(PERSON, lambda: self.now)
        with bootstrap.services(self.database, session) as services:
            yield services

    def fill(self, services: Services, quarter: Quarter) -> None:
        """Enter every figure and every text of a quarter."""
        for board in services.plan.boards:
            sheet = services.returns.sheet(board.code, quarter)
            records = []
            for place, line in enumerate(sheet.figures):
                if line.asked and line.indicator.sum_of == ():
                    told = self._answer(line.indicator, quarter, place)
                    said = {
                        "comment": "Sentinel comment",
                        "explanation": "Sentinel explanation",
                        "source": "Sentinel source",
                        "absence": None,
                    }
                    records.append(replace(line.figure, **said, **told))
            for action in sheet.actions:
                records.append(
                    replace(
                        action.update,
                        status=ActionStatus.OFF_TRACK,
                        note="Sentinel note",
                        next_steps="Sentinel next steps",
                        reason="Sentinel reason",
                        evidence="Sentinel evidence",
                    )
                )
            told = {name: f"Sentinel {name}" for name in ("achievements", "concerns")}
            told |= {name: f"Sentinel {name}" for name in ("decisions", "resources")}
            summary = replace(services.returns.sheet(board.code, quarter).summary, **told)
            services.edits.enter(board.code, quarter, [*records, summary], "Sentinel step")

    def _answer(self, indicator: Indicator, quarter: Quarter, place: int) -> dict[str, object]:
        if indicator.restricted:
            number = FIRST_COUNT + STEP * len(self.numbers)
            self.numbers.add(number)
            if indicator.unit.is_percentage:
                self.numbers.add(number * 2)
                return {
                    "value": None,
                    "numerator": Decimal(number),
                    "denominator": Decimal(number * 2),
                }
            return {"value": Decimal(number)}
        few = 1 + place % 4
        if indicator.unit.is_percentage and indicator.numerator:
            if indicator.unit.value == "survey_percentage":
                return {"value": Decimal(45 + place), "sample_size": 1_000}
            number = SHARE_OF + STEP * (len(self.numbers) + 1)
            self.numbers.add(number)
            self.few[indicator.code, quarter.range] = few
            return {"value": None, "numerator": Decimal(few), "denominator": Decimal(number)}
        if place % 2 and indicator.unit.value == "count" and indicator.basis.value != "rank":
            self.few[indicator.code, quarter.range] = few
            return {"value": Decimal(few)}
        return {"value": Decimal(40 + place)}

    def write_about(self, services: Services) -> None:
        """Everything people write beside a return, through the doors they use."""
        for board in services.plan.boards:
            proposal = services.entry.proposal(board.code, "D", "Sentinel proposal")
            own = services.entry.own_priority(board.code, "Sentinel own priority")
            services.edits.enter(board.code, Q1, [proposal, own], "Sentinel proposal")
            services.contacts.note_contact(board.code, Q1, ContactKind.REMINDER)
        for board in ("TTCG", "DAAT_MB"):
            action = services.returns.sheet(board, Q1).actions[0].action
            told = replace(
                action.due_on(date(2015, 5, 31)),
                lead="Sentinel lead",
                partners="Sentinel partner",
                resources_needed="Sentinel need",
                resources_source="Sentinel source",
                resourcing=Resourcing.NOT_SECURED,
                milestones=(Milestone("Sentinel milestone"),),
            )
            services.entry.enter_action(Q1, told)
            services.plan_changes.record(ACTION, action.code, {"due": "30 June 2015", **AGREED})
        services.plan_changes.record(TARGET, "T19", {"value": "7", "deadline": "2015/16", **AGREED})
        for code in ("H3", "C1", "D3", ""):
            services.annotations.add(code, date(2015, 5, 1), "Sentinel fact", "Sentinel remark")
        for code in ("H3", "C1", "D3"):
            services.phases.begin(code, date(2015, 4, 1), "Sentinel phase")

    def take_through_review(self, services: Services, folder: Path) -> None:
        """A return that was handed in, sent back with reasons, and read in again from a file."""
        services.entry.submit("TMG", Q1)
        line = services.review.sheet("TMG", Q1).lines[0].code
        services.review.send_back("TMG", Q1, {line: "Sentinel question"})
        services.exchange.export_return("TMG", Q1, folder / "Sentinel file.xlsx")
        services.exchange.import_returns([folder / "Sentinel file.xlsx"])

    def known(self, plan_names: set[str]) -> list[str]:
        """Everything to look for."""
        return [WORD, *plan_names, *(text for one in self.numbers for text in written(one))]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """The built-in plan and its history, with sentinels in the first quarter."""
    found = Planted(tmp_path_factory.mktemp("planted") / "csp.db")
    bootstrap.start(found.database, Session(PERSON, lambda: NOW), history=True)
    with found.services() as services:
        found.fill(services, Q1)
        found.write_about(services)
        found.take_through_review(services, found.database.parent)
    return found


def restricted_words(services: Services) -> set[str]:
    """The names of the restricted indicators, and their titles where the plan gives them alone."""
    kept = [one for one in services.plan.indicators if not one.restricted]
    others = {text for one in kept for text in (one.name, one.title)}
    named = [one for one in services.plan.indicators if one.restricted]
    return {text for one in named for text in (one.name, one.title)} - others


def ranges_of(services: Services) -> dict[str, DateRange]:
    """Every range that figures are of, by its words."""
    found = [row.findings for row in services.dashboards.of(Q1).rows if row.findings]
    return {one.period.words(): one.period for each in found for one in each.series}


def issued(planted: Planted, services: Services, name: Path, *asked: object, **more: object) -> str:
    draft = services.packs.draft(*asked, Edition.PUBLIC, **more)
    planted.now += timedelta(hours=1)
    pack = services.packs.issue(draft, name.with_suffix(".xlsx")).pack
    write_pdf(draft.pack, name.with_suffix(".pdf"))
    return pack.id


PACKS = [
    (PackKind.MEETING, Q1, ""),
    (PackKind.CHAIR, Q1, "DAAT_MB"),
    (PackKind.CHAIR, Q1, "NPFHF"),
    (PackKind.CHAIR, Q1, "TMG"),
    (PackKind.ASSESSMENT, YEAR, ""),
]


@pytest.mark.parametrize(("kind", "period", "board"), PACKS)
def test_nothing_planted_is_in_a_public_pack_or_its_pdf_or_what_is_kept_of_it(
    planted: Planted,
    kind: PackKind,
    period: Quarter | DateRange,
    board: str,
    tmp_path: Path,
    qapp: object,
) -> None:
    with planted.services() as services:
        name = tmp_path / "pack"
        pack = issued(planted, services, name, kind, period, board=board)
        wanted = planted.known(restricted_words(services))
        ranges = ranges_of(services)
        again = tmp_path / "again.xlsx"
        services.packs.write_again(pack, again)
    for path in (name.with_suffix(".xlsx"), name.with_suffix(".pdf"), again):
        assert found_in(path, wanted) == []
    read = read_off(name.with_suffix(".xlsx"), ranges, AREA)
    assert len(read.said) > 5, "rows are read"
    assert small_told(read, planted.few) == []
    kept = tmp_path / "kept.json"
    kept.write_text(stored(planted.database, pack), encoding="utf-8")
    assert found_in(kept, wanted) == []


def stored(database: Path, pack: str) -> str:
    """What the database keeps of a pack: its content and its facts, in words."""
    with opened(database, schema_version(paths.MIGRATIONS)) as store:
        packs = PackRepository(store)
        both = (packs.content(pack), packs.facts(pack))
    return json.dumps([dataclasses.asdict(one) for one in both], default=str, ensure_ascii=False)


def test_the_same_search_finds_what_is_planted_in_an_internal_pack(
    planted: Planted, tmp_path: Path, qapp: object
) -> None:
    with planted.services() as services:
        draft = services.packs.draft(PackKind.CHAIR, Q1, Edition.INTERNAL, board="DAAT_MB")
        workbook, pdf = tmp_path / "pack.xlsx", tmp_path / "pack.pdf"
        services.packs.write(draft.pack, workbook)
        write_pdf(draft.pack, pdf)
        texts = ["Sentinel comment", "Sentinel note", "sentinel next STEPS"]
        numbers = {
            int(one.findings.series[-1].value)
            for one in services.dashboards.of(Q1).rows
            if one.indicator.code == "C1" and one.findings and one.findings.series[-1].value
        }
    assert numbers <= planted.numbers
    for path in (workbook, pdf):
        wanted = [*texts, *(f"{one:,}" for one in numbers)]
        found = {one for one, _ in found_in(path, [*wanted, *map(str, numbers)])}
        assert found >= set(texts)
        assert any(text in found for one in numbers for text in written(one))


def test_the_same_search_finds_every_small_figure_in_an_internal_pack(
    planted: Planted, tmp_path: Path
) -> None:
    with planted.services() as services:
        draft = services.packs.draft(PackKind.MEETING, Q1, Edition.INTERNAL)
        services.packs.write(draft.pack, tmp_path / "pack.xlsx")
        read = read_off(tmp_path / "pack.xlsx", ranges_of(services), AREA)
    assert len(planted.few) > 50
    assert {place for place, _ in small_told(read, planted.few)} == planted.few.keys()


@pytest.mark.parametrize(
    ("latest", "then", "now", "notes", "by"),
    [
        ("[c]", 40, 3, "None", ["3"]),
        (3, 40, "[c]", "None", ["3"]),
        ("[c]", 40, "[c]", "It is 3, as before.", ["It is 3, as before."]),
        ("[c]", 40, "[c]", "3 of 41 in 2015/16-Q1.", ["3", "41", "3 of 41 in 2015/16-Q1."]),
        ("[c]", 3, "[c]", "C3 fell by 3% to 1,003 or 0.3 of 2015/16-Q3, then 13.", []),
    ],
)
def test_a_small_figure_that_is_told_in_any_cell_of_its_row_is_found(
    latest: object, then: object, now: object, notes: str, by: list[str], tmp_path: Path
) -> None:
    book = Workbook()
    for row in (
        ("A title",),
        ("Code", "Period", "Latest figure", "2014/15-Q1", "2015/16-Q1", "Notes [note 1]"),
        ("C3", "[x]", latest, then, now, notes),
        ("C4", "2015/16-Q1", 3, 3, 3, "3 of 4 in 2015/16-Q1."),
    ):
        book.active.append(row)
    book.save(tmp_path / "pack.xlsx")
    place = ("C3", Q1.range)
    found = small_told(read_off(tmp_path / "pack.xlsx", {}, AREA), {place: 3})
    assert found == [(place, text) for text in by]


@pytest.mark.parametrize(
    "part",
    ["docProps/app.xml", "xl/worksheets/sheet1.xml", "xl/charts/chart9.xml", "xl/SENTINEL.xml"],
)
@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le"])
def test_a_breach_in_any_part_of_a_workbook_is_found(
    part: str, coding: str, tmp_path: Path
) -> None:
    path = tmp_path / "pack.xlsx"
    with ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr(part, "<c>Sen<b/>tinel 7,310,457</c>".encode(coding))
    assert found_in(path, ["7,310,457"]) != []
    assert found_in(path, ["SENTINEL"]) != [] or coding != "utf-8"
    assert found_in(path, ["not there"]) == []


def test_every_part_of_a_workbook_is_looked_into(planted: Planted, tmp_path: Path) -> None:
    with planted.services() as services:
        draft = services.packs.draft(PackKind.CHAIR, Q1, Edition.PUBLIC, board="TMG")
        services.packs.write(draft.pack, tmp_path / "pack.xlsx")
    with ZipFile(tmp_path / "pack.xlsx") as archive:
        assert set(archive.namelist()) <= {name for name, _ in parts_of(tmp_path / "pack.xlsx")}
