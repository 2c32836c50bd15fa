"""The tables of what people enter, decide and exchange: columns and constraints, no behaviour.

Columns stand in the order in which the migrations add them.
"""

from peewee import Check, CompositeKey, IntegerField, TextField

from csp_desktop.storage.columns import (
    BLANK,
    NOUGHT,
    DateText,
    DecimalText,
    LinesText,
    Table,
    reference,
)
from csp_desktop.storage.plan_models import BoardRow, IndicatorRow, PriorityRow


class FigureRow(Table):
    id = TextField(primary_key=True)
    indicator = reference(IndicatorRow, "indicator")
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
    explanation = TextField(**BLANK)
    explains = TextField(**BLANK)

    class Meta:
        table_name = "figure"
        indexes = ((("indicator", "area", "first", "last"), True),)
        constraints = (
            Check("(absence IS NULL) = (value IS NOT NULL OR numerator IS NOT NULL)"),
            Check("first_day <= last_day"),
        )


class EarlierFigureRow(Table):
    figure = reference(FigureRow, "figure")
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
    explanation = TextField(**BLANK)
    explains = TextField(**BLANK)

    class Meta:
        table_name = "earlier_figure"
        primary_key = CompositeKey("figure", "version")


class ActionRow(Table):
    id = TextField(primary_key=True)
    code = TextField(unique=True)
    ordinal = IntegerField()
    priority = reference(PriorityRow, "priority")
    heading = TextField()
    text = TextField()
    parts = LinesText()
    board = reference(BoardRow, "board", index=True)
    agency = TextField()
    lead = TextField(column_name="lead_role")
    due = DateText(null=True)
    original_due = DateText(null=True)
    shared = TextField()
    version = IntegerField()
    aim = TextField(**BLANK)
    measures = LinesText(**(BLANK | {"default": ()}))
    partners = TextField(**BLANK)
    start = DateText(column_name="start_day", null=True)
    resources_needed = TextField(**BLANK)
    resources_source = TextField(**BLANK)
    resourcing = TextField(null=True)
    proposed = IntegerField(**NOUGHT)
    dropped = IntegerField(**NOUGHT)

    class Meta:
        table_name = "action"


class MilestoneRow(Table):
    action = reference(ActionRow, "action", field="code")
    ordinal = IntegerField()
    text = TextField()
    due = DateText(null=True)
    met_on = DateText(null=True)

    class Meta:
        table_name = "milestone"
        primary_key = CompositeKey("action", "ordinal")


class DueChangeRow(Table):
    action = reference(ActionRow, "action", field="code")
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
    action = reference(ActionRow, "action", field="code")
    quarter = TextField()
    status = TextField(null=True)
    note = TextField()
    shared = TextField()
    version = IntegerField()
    reason = TextField(**BLANK)
    percent = IntegerField(null=True)
    next_steps = TextField(**BLANK)
    evidence = TextField(**BLANK)

    class Meta:
        table_name = "action_update"
        indexes = ((("action", "quarter"), True), (("quarter",), False))


class ReturnRow(Table):
    id = TextField(primary_key=True)
    board = reference(BoardRow, "board")
    quarter = TextField()
    state = TextField()
    version = IntegerField()
    submitted_by = TextField()
    reason = TextField()
    row_version = IntegerField()
    opened_by = TextField(**BLANK)

    class Meta:
        table_name = "board_return"
        indexes = ((("board", "quarter"), True),)


class SummaryRow(Table):
    id = TextField(primary_key=True)
    board = reference(BoardRow, "board")
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
    board = reference(BoardRow, "board")
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
    board = reference(BoardRow, "board")
    quarter = TextField()
    new = IntegerField(column_name="new_fields")
    changed = IntegerField(column_name="changed_fields")
    last_audit = IntegerField()
    undone_at = TextField()
    undone_by = TextField()

    class Meta:
        table_name = "import"


class ImportItemRow(Table):
    of_import = reference(ImportRow, "import")
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
    board = reference(BoardRow, "board")
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
    board = reference(BoardRow, "board")
    quarter = TextField()
    version = IntegerField()
    entity = TextField()
    entity_id = TextField()
    record = TextField(column_name="record_json")

    class Meta:
        table_name = "version_record"
        primary_key = CompositeKey("board", "quarter", "version", "entity", "entity_id")


class AcceptanceRow(Table):
    board = reference(BoardRow, "board")
    quarter = TextField()
    line = TextField()
    version = IntegerField()
    by = TextField(column_name="accepted_by")
    at = TextField(column_name="accepted_at")

    class Meta:
        table_name = "acceptance"
        primary_key = CompositeKey("board", "quarter", "line", "version")


class ContactRow(Table):
    board = reference(BoardRow, "board")
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


class PhaseRow(Table):
    indicator = reference(IndicatorRow, "indicator")
    first = DateText(column_name="first_day")
    reason = TextField()
    by = TextField(column_name="decided_by")
    at = TextField(column_name="decided_at")

    class Meta:
        table_name = "phase"
        primary_key = CompositeKey("indicator", "first")


class AnnotationRow(Table):
    id = TextField(primary_key=True)
    indicator = TextField()
    day = DateText()
    fact = TextField()
    note = TextField()
    by = TextField(column_name="noted_by")
    at = TextField(column_name="noted_at")

    class Meta:
        table_name = "annotation"


class PackRow(Table):
    id = TextField(primary_key=True)
    kind = TextField()
    edition = TextField()
    period = TextField()
    board = TextField()
    meeting = TextField()
    known_at = TextField()
    at = TextField(column_name="issued_at")
    by = TextField(column_name="issued_by")
    digest = TextField()
    suppressed = IntegerField(constraints=[Check("suppressed >= 0")])
    excluded = TextField()
    content = TextField()
    facts = TextField()

    class Meta:
        table_name = "pack"


class SettingRow(Table):
    name = TextField(primary_key=True)
    value = TextField()

    class Meta:
        table_name = "setting"


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
