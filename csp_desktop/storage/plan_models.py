"""The tables of the plan: columns and constraints, no behaviour.

Columns stand in the order in which the migrations add them.
"""

from peewee import SQL, Check, CompositeKey, IntegerField, TextField

from csp_desktop.storage.columns import (
    BLANK,
    NOUGHT,
    DateText,
    DecimalText,
    LinesText,
    Table,
    reference,
)


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
    folder = TextField(**BLANK)

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
    board = TextField(**BLANK)

    class Meta:
        table_name = "priority"


class ResponsibilityRow(Table):
    priority = reference(PriorityRow, "priority")
    board = reference(BoardRow, "board")
    ordinal = IntegerField()

    class Meta:
        table_name = "responsibility"
        primary_key = CompositeKey("priority", "board")


class AimRow(Table):
    priority = reference(PriorityRow, "priority")
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
    board = reference(BoardRow, "board")
    restricted = IntegerField()
    frequency = TextField()
    numerator = TextField()
    denominator = TextField()
    definition = TextField()
    note = TextField()
    plausible_low = DecimalText(null=True)
    plausible_high = DecimalText(null=True)
    basis = TextField(constraints=[SQL("DEFAULT 'period'")])
    seasonal = IntegerField(**NOUGHT)
    tolerance = DecimalText(null=True)
    profile = TextField(constraints=[SQL("DEFAULT 'equal'")])

    class Meta:
        table_name = "indicator"


class MeasureRow(Table):
    id = TextField(primary_key=True)
    priority = reference(PriorityRow, "priority")
    ordinal = IntegerField()
    part = IntegerField()
    text = TextField()

    class Meta:
        table_name = "measure"
        indexes = ((("priority", "ordinal", "part"), True),)


class MeasureIndicatorRow(Table):
    measure = reference(MeasureRow, "measure")
    indicator = reference(IndicatorRow, "indicator")
    ordinal = IntegerField()

    class Meta:
        table_name = "measure_indicator"
        primary_key = CompositeKey("measure", "indicator")


class TargetRow(Table):
    id = TextField(primary_key=True)
    ordinal = IntegerField()
    priority = reference(PriorityRow, "priority")
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
    target = reference(TargetRow, "target")
    indicator = reference(IndicatorRow, "indicator")
    ordinal = IntegerField()

    class Meta:
        table_name = "target_indicator"
        primary_key = CompositeKey("target", "indicator")


class PublishedCellRow(Table):
    indicator = reference(IndicatorRow, "indicator")
    column = TextField(column_name="table_column")
    period = TextField()
    text = TextField()
    absence = TextField()
    ordinal = IntegerField()

    class Meta:
        table_name = "published_cell"
        primary_key = CompositeKey("indicator", "column")


class PublishedValueRow(Table):
    indicator = reference(IndicatorRow, "indicator")
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


class PopulationRow(Table):
    area = TextField()
    day = DateText()
    people = IntegerField(constraints=[Check("people > 0")])
    source = TextField()
    obtained = DateText(null=True)

    class Meta:
        table_name = "population"
        primary_key = CompositeKey("area", "day")


class SectionRow(Table):
    ordinal = IntegerField(primary_key=True)
    heading = TextField()
    text = TextField()

    class Meta:
        table_name = "section"
