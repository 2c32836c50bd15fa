from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.merge import Conflict, Merged, Take, merge_fields

BLANK = st.sampled_from([None, ""])
GIVEN = st.one_of(st.integers(0, 3), st.sampled_from(["a", "b", " "]))
ANY = st.one_of(BLANK, GIVEN)
TAKES = st.sampled_from([None, *Take])


def merged(base: Any, stored: Any, incoming: Any, take: Take | None = None) -> Merged:
    return merge_fields({"field": base}, {"field": stored}, {"field": incoming}, take)


def is_blank(value: Any) -> bool:
    return value is None or value == ""


@given(ANY, GIVEN, BLANK, TAKES)
def test_a_blank_never_erases_a_value(
    base: Any, stored: Any, incoming: Any, take: Take | None
) -> None:
    assert merged(base, stored, incoming, take) == Merged({"field": stored}, (), ())


@given(ANY, ANY, TAKES)
def test_the_same_on_both_sides_changes_nothing(base: Any, both: Any, take: Take | None) -> None:
    assert merged(base, both, both, take) == Merged({"field": both}, (), ())


@given(ANY, GIVEN, TAKES)
def test_a_field_changed_only_in_the_file_takes_the_files_value(
    base: Any, incoming: Any, take: Take | None
) -> None:
    after = merged(base, base, incoming, take)
    assert after.fields["field"] == incoming
    assert after.conflicts == ()
    assert after.changed == (() if incoming == base else ("field",))


@given(ANY, GIVEN, TAKES)
def test_a_field_changed_only_here_keeps_the_value_here(
    base: Any, stored: Any, take: Take | None
) -> None:
    assert merged(base, stored, base, take) == Merged({"field": stored}, (), ())


@given(ANY, BLANK, GIVEN, TAKES)
def test_a_value_fills_a_blank_unless_it_is_only_the_base_again(
    base: Any, stored: Any, incoming: Any, take: Take | None
) -> None:
    after = merged(base, stored, incoming, take)
    assert after.conflicts == ()
    assert after.fields["field"] == (stored if incoming == base else incoming)


@given(ANY, ANY, ANY)
def test_a_conflict_is_exactly_two_different_changes_to_a_value(
    base: Any, stored: Any, incoming: Any
) -> None:
    both_changed = stored != base and incoming not in (base, stored)
    expected = both_changed and not is_blank(stored) and not is_blank(incoming)
    after = merged(base, stored, incoming)
    assert after.conflicts == ((Conflict("field", base, stored, incoming),) if expected else ())
    if expected:
        assert after.fields["field"] == stored
        assert after.changed == ()


@given(ANY, ANY, ANY)
def test_a_settled_conflict_takes_the_side_a_person_chose(
    base: Any, stored: Any, incoming: Any
) -> None:
    disputed = bool(merged(base, stored, incoming).conflicts)
    unsettled = merged(base, stored, incoming).fields["field"]
    theirs = merged(base, stored, incoming, Take.INCOMING)
    ours = merged(base, stored, incoming, Take.STORED)
    assert theirs.conflicts == ours.conflicts == ()
    assert theirs.fields["field"] == (incoming if disputed else unsettled)
    assert ours.fields["field"] == (stored if disputed else unsettled)


@given(ANY, ANY, ANY, TAKES)
def test_what_is_called_changed_is_what_differs_from_the_stored(
    base: Any, stored: Any, incoming: Any, take: Take | None
) -> None:
    after = merged(base, stored, incoming, take)
    differs = after.fields["field"] != stored
    assert after.changed == (("field",) if differs else ())


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(ANY, ANY, ANY)), TAKES)
def test_each_field_is_merged_by_itself(
    fields: dict[str, tuple[Any, Any, Any]], take: Take | None
) -> None:
    base, stored, incoming = ({name: of[side] for name, of in fields.items()} for side in range(3))
    whole = merge_fields(base, stored, incoming, take)
    for name, (start, ours, theirs) in fields.items():
        alone = merged(start, ours, theirs, take)
        assert whole.fields[name] == alone.fields["field"]
        assert (name in whole.changed) == bool(alone.changed)
        assert [one.field for one in whole.conflicts].count(name) == len(alone.conflicts)


@given(ANY, ANY, ANY, TAKES)
def test_merging_the_same_file_twice_changes_nothing_more(
    base: Any, stored: Any, incoming: Any, take: Take | None
) -> None:
    once = merged(base, stored, incoming, take).fields["field"]
    assert merged(base, once, incoming, take).fields["field"] == once
