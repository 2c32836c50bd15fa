"""How far the figures of a pack can be relied on, and what its words mean."""

from collections.abc import Iterator
from decimal import Decimal

from csp_desktop.core.analysis.rag import POINTS, RELATIVE
from csp_desktop.core.dashboard import IndicatorRow
from csp_desktop.core.editions import Edition
from csp_desktop.core.numbers import decimal_words
from csp_desktop.core.packs.cells import period_words, words_cell
from csp_desktop.core.packs.document import Cell, Column, Line, Number, Sheet, Table
from csp_desktop.core.packs.material import Material
from csp_desktop.core.packs.overview import unit_noun
from csp_desktop.core.plan import Basis, Indicator, Plan

_USUAL = {True: f"{POINTS} points", False: f"{RELATIVE}%"}


def data_quality(material: Material) -> Sheet:
    """What is late, may still change, was revised, or was printed wrongly."""
    tables = [_provisional(material), _revised(material), _published(material)]
    if material.edition is not Edition.PUBLIC:
        tables.insert(0, _late(material))
    found = tuple(one for one in tables if one is not None)
    title = "Data quality: late, provisional, revised, and printed figures that do not follow"
    lines = () if found else (Line("Nothing is late, provisional or revised."),)
    return Sheet("Data_quality", title, lines=lines, tables=found)


def _late(material: Material) -> Table | None:
    rows = tuple(
        (one.board.code, one.board.name, one.state.words, Number(Decimal(one.days_late)))
        for one in material.boards
        if one.days_late
    )
    columns = (
        Column("Code"),
        Column("Board", wide=True),
        Column("State"),
        Column("Late", "days"),
    )
    return Table("Late", columns, rows, "Late returns") if rows else None


def _provisional(material: Material) -> Table | None:
    rows = tuple(
        (one.indicator.code, one.indicator.name, period_words(one.findings.period))
        for one in material.dashboard.rows
        if one.findings is not None and one.findings.provisional
    )
    columns = (Column("Code"), Column("Indicator", wide=True), Column("Period", wide=True))
    return Table("Provisional", columns, rows, "Provisional figures") if rows else None


def _revised(material: Material) -> Table | None:
    rows = tuple(
        (
            one.indicator,
            one.name,
            period_words(one.period),
            f"reported as {one.before}, now {one.now}",
        )
        for one in material.revisions
    )
    columns = (
        Column("Code"),
        Column("Indicator", wide=True),
        Column("Period", wide=True),
        Column("Revision"),
    )
    return Table("Revised", columns, rows, "Revised figures") if rows else None


def _published(material: Material) -> Table | None:
    rows = tuple(
        (
            one.table,
            one.row,
            one.column,
            words_cell(one.published),
            words_cell(one.computed),
            one.how or "not known",
        )
        for one in material.published
    )
    columns = (
        Column("Table of the plan"),
        Column("Row", wide=True),
        Column("Column"),
        Column("Printed"),
        Column("Worked out"),
        Column("How it may have come about", wide=True),
    )
    title = "Printed figures that do not follow"
    return Table("Printed_figures", columns, rows, title) if rows else None


def definitions(material: Material) -> Sheet:
    """What each indicator counts, who reports it, and what is asked of it."""
    columns = (
        Column("Code"),
        Column("Indicator", wide=True),
        Column("What it counts", wide=True),
        Column("Unit"),
        Column("Which way is better"),
        Column("Reported by"),
        Column("Target", wide=True),
        Column("Missed and still amber"),
    )
    rows = tuple(tuple(_definition(material, one)) for one in material.dashboard.rows)
    table = Table("Definitions", columns, rows)
    return Sheet("Definitions", "Definitions of the indicators", tables=(table,))


def _definition(material: Material, row: IndicatorRow) -> Iterator[Cell]:
    one = row.findings.indicator if row.findings else row.indicator
    yield one.code
    yield one.name
    yield one.definition or (f"{one.title}: {one.part}" if one.part else one.title)
    yield unit_noun(row)
    yield one.polarity.words
    yield one.board
    yield target_text(material.plan, row)
    yield words_cell(tolerance_words(one))


def target_text(plan: Plan, row: IndicatorRow) -> str:
    """What is asked of an indicator in the plan's own words, and what was agreed since."""
    code = row.indicator.code
    printed = [one.text for one in plan.targets if code in one.indicators]
    lines = [one.line for one in row.findings.targets] if row.findings else []
    if any(one.replaced for one in lines):
        printed += [f"agreed since: {one.words}" for one in lines if not one.replaced]
    return "; ".join(printed) or "No target"


def tolerance_words(indicator: Indicator) -> str:
    """By how much its target may be missed and still be amber."""
    if indicator.basis is Basis.RANK:
        return f"{decimal_words(indicator.tolerance or Decimal(1))} places"
    if indicator.tolerance is None:
        return _USUAL[indicator.unit.is_percentage]
    unit = " points" if indicator.unit.is_percentage else "%"
    return f"{decimal_words(indicator.tolerance)}{unit}"
