"""Every pack in every edition, from the built-in plan to the finished file in other programs."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.editions import Edition
from csp_desktop.core.figures import Absence
from csp_desktop.core.packs.document import Pack, PackKind
from csp_desktop.core.periods import Quarter, parse_range
from csp_desktop.services import Services
from csp_desktop.services.packs import Packs
from tests.conftest import LEAD_OFFICER
from tests.excel import office
from tests.excel.accessibility import check
from tests.excel.test_pack_readers import by_calamine, by_openpyxl, expected

Q1 = Quarter(2015, 1)
BOARD = "NPFHF"
KINDS: dict[str, Callable[[Packs, Edition], Pack]] = {
    "meeting": lambda packs, edition: packs.draft(PackKind.MEETING, Q1, edition).pack,
    "chair": lambda packs, edition: packs.draft(PackKind.CHAIR, Q1, edition, board=BOARD).pack,
    "assessment": lambda packs, edition: (
        packs.draft(PackKind.ASSESSMENT, parse_range("2013-10..2014-09"), edition).pack
    ),
}
EACH = [
    pytest.param(kind, edition, id=f"{kind}, {edition.name.lower()}")
    for kind in KINDS
    for edition in Edition
]

# LibreOffice takes a quarter of a minute over each of the longer ones.
ON_PAPER = [
    pytest.param(*one.values, id=one.id, marks=() if at % 3 == 1 else pytest.mark.slow)
    for at, one in enumerate(EACH)
]


@pytest.fixture(scope="module")
def packs(
    built: Callable[[bool], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Edition], tuple[Pack, Path]]:
    """Each pack with its file, made once, of a quarter in which boards have said something."""
    folder = tmp_path_factory.mktemp("packs")
    database = folder / "csp.db"
    database.write_bytes(built(True).read_bytes())
    made: dict[tuple[str, Edition], tuple[Pack, Path]] = {}
    with bootstrap.services(database, LEAD_OFFICER) as services:
        _enter(services)
        services.packs.issue(
            services.packs.draft(PackKind.MEETING, Q1, Edition.PUBLIC), folder / "a.xlsx"
        )
        _revise(services)
        for kind, draft in KINDS.items():
            for edition in Edition:
                path = folder / f"{kind} {edition.name.lower()}.xlsx"
                pack = draft(services.packs, edition)
                services.packs.write(pack, path)
                made[kind, edition] = pack, path
    return lambda kind, edition: made[kind, edition]


def _enter(services: Services) -> None:
    """Figures, absences, small numbers, comments and updates of one board."""
    sheet = services.returns.sheet(BOARD, Q1)
    values = iter((301, 2, 44, 0, 3, 7, 12, 250))
    for line in sheet.figures:
        if line.indicator.unit.is_percentage:
            given = replace(
                line.figure, numerator=Decimal(3), denominator=Decimal(60), absence=None
            )
        elif (value := next(values, None)) is not None:
            given = replace(line.figure, value=Decimal(value), absence=None, comment="=as counted")
        else:
            given = replace(line.figure, absence=Absence.NOT_COLLECTED)
        services.entry.enter_figure(given)
    for number, one in enumerate(sheet.actions):
        status = list(ActionStatus)[number % len(ActionStatus)]
        services.entry.enter_update(
            BOARD, replace(one.update, status=status, note="Both met.\nTwice.", percent=40)
        )


def _revise(services: Services) -> None:
    line = next(
        one for one in services.returns.sheet(BOARD, Q1).figures if one.indicator.code == "F1"
    )
    services.entry.enter_figure(replace(line.figure, value=Decimal(310)))


@pytest.mark.parametrize(("kind", "edition"), EACH)
def test_every_pack_keeps_every_rule_of_accessibility(packs, kind: str, edition: Edition) -> None:
    assert check(packs(kind, edition)[1], edition) == []


@pytest.mark.parametrize(("kind", "edition"), EACH)
def test_every_pack_is_read_the_same_by_two_readers(packs, kind: str, edition: Edition) -> None:
    pack, path = packs(kind, edition)
    assert by_openpyxl(path) == by_calamine(path) == expected(pack)


@pytest.mark.parametrize(("kind", "edition"), EACH)
def test_a_validator_of_the_standard_finds_no_error_in_any_pack(
    packs, kind: str, edition: Edition
) -> None:
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not here")
    checked = audit.OpenXmlValidator(file_format=audit.FileFormat.MICROSOFT_365, max_errors=0)
    found = checked.validate(str(packs(kind, edition)[1])).errors
    assert [str(one) for one in found if one.severity.name == "ERROR"] == []


@office.needed
@pytest.mark.parametrize(("kind", "edition"), ON_PAPER)
def test_on_paper_nothing_of_any_pack_is_cut(packs, kind: str, edition: Edition) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf, which reads what a PDF says, is not here")
    pack, path = packs(kind, edition)
    pages = pypdf.PdfReader(office.converted(path, office.PDF)).pages
    said = "".join("".join(page.extract_text() for page in pages).split())
    assert "###" not in said
    assert "#REF!" not in said
    for rows in expected(pack).values():
        for text in (one for row in rows for one in row if isinstance(one, str)):
            assert "".join(text.split()) in said
