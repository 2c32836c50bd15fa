"""Tables, columns and constraints; no behaviour.

Columns stand in the order in which the migrations add them. They are TEXT or INTEGER alone, so that
SQLite can hold them to their type (STRICT) and PostgreSQL reads the same schema: decimals keep
every digit, dates are ISO 8601, moments are UTC.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from peewee import (
    SQL,
    Check,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class DecimalText(TextField):
    """A decimal with all its digits."""

    def db_value(self, value: Decimal | None) -> str | None:
        return None if value is None else format(value, "f")

    def python_value(self, value: str | None) -> Decimal | None:
        return None if value is None else Decimal(value)


class DateText(TextField):
    """A day, `2015-06-30`."""

    def db_value(self, value: date | None) -> str | None:
        return None if value is None else value.isoformat()

    def python_value(self, value: str | None) -> date | None:
        return None if value is None else date.fromisoformat(value)


class LinesText(TextField):
    """Several short texts, one a line."""

    def db_value(self, value: tuple[str, ...] | None) -> str:
        return "\n".join(value or ())

    def python_value(self, value: str | None) -> tuple[str, ...]:
        return tuple(value.split("\n")) if value else ()


# A column that a migration added says in the schema what older rows hold.
_BLANK: dict[str, Any] = {"default": "", "constraints": [SQL("DEFAULT ''")]}
_NOUGHT: dict[str, Any] = {"default": 0, "constraints": [SQL("DEFAULT 0")]}


def _reference(model: type[Model], name: str, **options: Any) -> ForeignKeyField:
    """A foreign key that is never followed on its own: repositories ask for what they need."""
    wanted = {"index": False, "lazy_load": False, "backref": "+", **options}
    return ForeignKeyField(model, column_name=name, **wanted)


class Table(Model):
    """What all tables share."""

    class Meta:
        strict_tables = True
        legacy_table_names = False


class PlanRow(Table):
    id = TextField(primary_key=True)
    title = TextField()
    partnership = TextField()
    short_name = TextField()
    area = TextField()
    neighbours = LinesText()
    first_day = DateText()
    last_day = DateText()
    first_return = TextField()
    return_due_days = IntegerField()
    source = TextField()

    class Meta:
        table_name = "plan"


class AgencyRow(Table):
    code = TextField(primary_key=True)
    ordinal = IntegerField()
    name = TextField()
    kind = TextField()
    other_names = LinesText()

    class Meta:
        table_name = "agency"


class BoardRow(Table):
    code = TextField(primary_key=True)
    ordinal = IntegerField()
    name = TextField()
    kind = TextField()
    abbreviations = LinesText()
    chair = TextField()
    meets = TextField()
    members = LinesText()
    about = TextField()

    class Meta:
        table_name = "board"


class PriorityRow(Table):
    code = TextField(primary_key=True)
    ordinal = IntegerField()
    title = TextField()
    cross_cutting = IntegerField()
    why = TextField()
    aims_text = TextField()
    measures_text = TextField()
    three_year_note = TextField()
    board = TextField(**_BLANK)

    class Meta:
        table_name = "priority"


class ResponsibilityRow(Table):
    priority = _reference(PriorityRow, "priority")
    board = _reference(BoardRow, "board")
    ordinal = IntegerField()

    class Meta:
        table_name = "responsibility"
        primary_key = CompositeKey("priority", "board")


class AimRow(Table):
    priority = _reference(PriorityRow, "priority")
    term = TextField(constraints=[Check("term IN ('this_year', 'three_years')")])
    ordinal = IntegerField()
    heading = TextField()
    text = TextField()
    parts = LinesText()

    class Meta:
        table_name = "aim"
        primary_key = CompositeKey("priority", "term", "ordinal")


class IndicatorRow(Table):
    code = TextField(primary_key=True)
    ordinal = IntegerField()
    name = TextField()
    title = TextField()
    part = TextField()
    part_of = TextField()
    sum_of = LinesText()
    group = TextField(column_name="row_group")
    noun = TextField()
    unit = TextField()
    polarity = TextField()
    agency = TextField()
    board = _reference(BoardRow, "board")
    restricted = IntegerField()
    frequency = TextField()
    numerator = TextField()
    denominator = TextField()
    definition = TextField()
    note = TextField()
    plausible_low = DecimalText(null=True)
    plausible_high = DecimalText(null=True)

    class Meta:
        table_name = "indicator"


class MeasureRow(Table):
    id = TextField(primary_key=True)
    priority = _reference(PriorityRow, "priority")
    ordinal = IntegerField()
    part = IntegerField()
    text = TextField()

    class Meta:
        table_name = "measure"
        indexes = ((("priority", "ordinal", "part"), True),)


class MeasureIndicatorRow(Table):
    measure = _reference(MeasureRow, "measure")
    indicator = _reference(IndicatorRow, "indicator")
    ordinal = IntegerField()

    class Meta:
        table_name = "measure_indicator"
        primary_key = CompositeKey("measure", "indicator")


class TargetRow(Table):
    id = TextField(primary_key=True)
    ordinal = IntegerField()
    priority = _reference(PriorityRow, "priority")
    text = TextField()
    kind = TextField()
    direction = TextField()
    value = DecimalText()
    base = DecimalText(null=True)
    per = TextField()
    baseline = TextField()
    deadline = TextField()

    class Meta:
        table_name = "target"


class TargetIndicatorRow(Table):
    target = _reference(TargetRow, "target")
    indicator = _reference(IndicatorRow, "indicator")
    ordinal = IntegerField()

    class Meta:
        table_name = "target_indicator"
        primary_key = CompositeKey("target", "indicator")


class PublishedCellRow(Table):
    indicator = _reference(IndicatorRow, "indicator")
    column = TextField(column_name="table_column")
    period = TextField()
    text = TextField()
    absence = TextField()
    ordinal = IntegerField()

    class Meta:
        table_name = "published_cell"
        primary_key = CompositeKey("indicator", "column")


class PublishedValueRow(Table):
    indicator = _reference(IndicatorRow, "indicator")
    column = TextField(column_name="table_column")
    ordinal = IntegerField()
    name = TextField()
    period = TextField()
    value = DecimalText()
    places = IntegerField()

    class Meta:
        table_name = "published_value"
        primary_key = CompositeKey("indicator", "column", "ordinal")


class PublishedChangeRow(Table):
    ordinal = IntegerField(primary_key=True)
    heading = TextField()
    later = TextField()
    earlier = TextField()
    area = TextField()
    text = TextField()
    count = DecimalText(column_name="change_count")
    percent = DecimalText(column_name="change_percent")
    places = IntegerField()

    class Meta:
        table_name = "published_change"


class FactRow(Table):
    ordinal = IntegerField(primary_key=True)
    topic = TextField()
    item = TextField()
    value = DecimalText(null=True)
    unit = TextField()
    text = TextField()

    class Meta:
        table_name = "fact"


class SectionRow(Table):
    ordinal = IntegerField(primary_key=True)
    heading = TextField()
    text = TextField()

    class Meta:
        table_name = "section"


class FigureRow(Table):
    id = TextField(primary_key=True)
    indicator = _reference(IndicatorRow, "indicator")
    area = TextField()
    first = DateText(column_name="first_day")
    last = DateText(column_name="last_day")
    value = DecimalText(null=True)
    numerator = DecimalText(null=True)
    denominator = DecimalText(null=True)
    sample_size = IntegerField(null=True)
    absence = TextField(null=True)
    expected_on = DateText(null=True)
    expected_from = TextField()
    status = TextField()
    source = TextField()
    obtained = DateText(null=True)
    comment = TextField()
    shared = TextField()
    version = IntegerField()
    explanation = TextField(**_BLANK)
    explains = TextField(**_BLANK)

    class Meta:
        table_name = "figure"
        indexes = ((("indicator", "area", "first", "last"), True),)
        constraints = (
            Check("(absence IS NULL) = (value IS NOT NULL OR numerator IS NOT NULL)"),
            Check("first_day <= last_day"),
        )


class EarlierFigureRow(Table):
    figure = _reference(FigureRow, "figure")
    version = IntegerField()
    value = DecimalText(null=True)
    numerator = DecimalText(null=True)
    denominator = DecimalText(null=True)
    sample_size = IntegerField(null=True)
    absence = TextField(null=True)
    expected_on = DateText(null=True)
    expected_from = TextField()
    status = TextField()
    source = TextField()
    obtained = DateText(null=True)
    comment = TextField()
    replaced_at = TextField()
    replaced_by = TextField()
    explanation = TextField(**_BLANK)
    explains = TextField(**_BLANK)

    class Meta:
        table_name = "earlier_figure"
        primary_key = CompositeKey("figure", "version")


class ActionRow(Table):
    id = TextField(primary_key=True)
    code = TextField(unique=True)
    ordinal = IntegerField()
    priority = _reference(PriorityRow, "priority")
    heading = TextField()
    text = TextField()
    parts = LinesText()
    board = _reference(BoardRow, "board", index=True)
    agency = TextField()
    lead = TextField(column_name="lead_role")
    due = DateText(null=True)
    original_due = DateText(null=True)
    shared = TextField()
    version = IntegerField()
    aim = TextField(**_BLANK)
    measures = LinesText(**(_BLANK | {"default": ()}))
    partners = TextField(**_BLANK)
    start = DateText(column_name="start_day", null=True)
    resources_needed = TextField(**_BLANK)
    resources_source = TextField(**_BLANK)
    resourcing = TextField(null=True)
    proposed = IntegerField(**_NOUGHT)
    dropped = IntegerField(**_NOUGHT)

    class Meta:
        table_name = "action"


class MilestoneRow(Table):
    action = _reference(ActionRow, "action", field="code")
    ordinal = IntegerField()
    text = TextField()
    due = DateText(null=True)
    met_on = DateText(null=True)

    class Meta:
        table_name = "milestone"
        primary_key = CompositeKey("action", "ordinal")


class DueChangeRow(Table):
    action = _reference(ActionRow, "action", field="code")
    ordinal = IntegerField()
    before = DateText(column_name="due_before")
    after = DateText(column_name="due_after", null=True)
    at = TextField(column_name="changed_at")
    by = TextField(column_name="changed_by")

    class Meta:
        table_name = "due_change"
        primary_key = CompositeKey("action", "ordinal")


class ActionUpdateRow(Table):
    id = TextField(primary_key=True)
    action = _reference(ActionRow, "action", field="code")
    quarter = TextField()
    status = TextField(null=True)
    note = TextField()
    shared = TextField()
    version = IntegerField()
    reason = TextField(**_BLANK)
    percent = IntegerField(null=True)
    next_steps = TextField(**_BLANK)
    evidence = TextField(**_BLANK)

    class Meta:
        table_name = "action_update"
        indexes = ((("action", "quarter"), True), (("quarter",), False))


class ReturnRow(Table):
    id = TextField(primary_key=True)
    board = _reference(BoardRow, "board")
    quarter = TextField()
    state = TextField()
    version = IntegerField()
    submitted_by = TextField()
    reason = TextField()
    row_version = IntegerField()
    opened_by = TextField(**_BLANK)

    class Meta:
        table_name = "board_return"
        indexes = ((("board", "quarter"), True),)


class SummaryRow(Table):
    id = TextField(primary_key=True)
    board = _reference(BoardRow, "board")
    quarter = TextField()
    achievements = TextField()
    concerns = TextField()
    decisions = TextField()
    resources = TextField()
    shared = TextField()
    version = IntegerField()

    class Meta:
        table_name = "return_summary"
        indexes = ((("board", "quarter"), True),)


class LineReasonRow(Table):
    board = _reference(BoardRow, "board")
    quarter = TextField()
    line = TextField()
    version = IntegerField()
    reason = TextField()
    by = TextField(column_name="given_by")
    at = TextField(column_name="given_at")

    class Meta:
        table_name = "line_reason"
        primary_key = CompositeKey("board", "quarter", "line", "version")


class DraftRow(Table):
    quarter = TextField()
    line = TextField()
    field = TextField(column_name="line_field")
    text = TextField()

    class Meta:
        table_name = "draft"
        primary_key = CompositeKey("quarter", "line", "field")


class ImportRow(Table):
    id = IntegerField(primary_key=True)
    at = TextField(column_name="at_utc")
    user = TextField(column_name="user_name")
    file = TextField()
    sha256 = TextField()
    board = _reference(BoardRow, "board")
    quarter = TextField()
    new = IntegerField(column_name="new_fields")
    changed = IntegerField(column_name="changed_fields")
    last_audit = IntegerField()
    undone_at = TextField()
    undone_by = TextField()

    class Meta:
        table_name = "import"


class ImportItemRow(Table):
    of_import = _reference(ImportRow, "import")
    ordinal = IntegerField()
    entity = TextField()
    entity_id = TextField()
    before = TextField(column_name="before_json")
    version = IntegerField()

    class Meta:
        table_name = "import_item"
        primary_key = CompositeKey("of_import", "ordinal")
        indexes = ((("entity", "entity_id"), False),)


class ReturnVersionRow(Table):
    board = _reference(BoardRow, "board")
    quarter = TextField()
    version = IntegerField()
    submitted_by = TextField()
    kept_at = TextField()
    approved_by = TextField()
    approved_at = TextField()

    class Meta:
        table_name = "return_version"
        primary_key = CompositeKey("board", "quarter", "version")


class VersionRecordRow(Table):
    board = _reference(BoardRow, "board")
    quarter = TextField()
    version = IntegerField()
    entity = TextField()
    entity_id = TextField()
    record = TextField(column_name="record_json")

    class Meta:
        table_name = "version_record"
        primary_key = CompositeKey("board", "quarter", "version", "entity", "entity_id")


class AcceptanceRow(Table):
    board = _reference(BoardRow, "board")
    quarter = TextField()
    line = TextField()
    version = IntegerField()
    by = TextField(column_name="accepted_by")
    at = TextField(column_name="accepted_at")

    class Meta:
        table_name = "acceptance"
        primary_key = CompositeKey("board", "quarter", "line", "version")


class ContactRow(Table):
    board = _reference(BoardRow, "board")
    quarter = TextField()
    at = TextField(column_name="at_utc")
    user = TextField(column_name="user_name")
    kind = TextField()

    class Meta:
        table_name = "contact"
        primary_key = CompositeKey("board", "quarter", "at", "kind")


class PlanChangeRow(Table):
    id = TextField(primary_key=True)
    entity = TextField()
    entity_id = TextField()
    field = TextField()
    before = TextField()
    after = TextField()
    agreed_by = TextField()
    agreed_where = TextField()
    agreed_on = DateText()
    reason = TextField()
    by = TextField(column_name="made_by")
    at = TextField(column_name="made_at")

    class Meta:
        table_name = "plan_change"
        indexes = ((("entity", "entity_id"), False),)


class SavedViewRow(Table):
    page = TextField()
    name = TextField()
    content = TextField()

    class Meta:
        table_name = "saved_view"
        primary_key = CompositeKey("page", "name")


class AuditRow(Table):
    seq = IntegerField(primary_key=True)
    at = TextField(column_name="at_utc")
    user = TextField(column_name="user_name")
    action = TextField(column_name="action")
    entity = TextField()
    entity_id = TextField()
    before = TextField(column_name="before_json")
    after = TextField(column_name="after_json")
    previous_hash = TextField()
    hash = TextField()

    class Meta:
        table_name = "audit"
        indexes = ((("entity", "entity_id"), False),)
