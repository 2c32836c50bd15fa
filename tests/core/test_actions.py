from dataclasses import replace
from datetime import date

from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate, PlannedAction
from csp_desktop.core.periods import Quarter

PLANNED = PlannedAction("F-01", "Deliver the pledge", "NPFHF")
ACTION = Action(planned=PLANNED, priority="F")


def test_the_first_due_date_is_kept_as_the_original() -> None:
    first = replace(ACTION.due_on(date(2015, 9, 30)), lead="Hate crime co-ordinator")
    later = replace(first.due_on(date(2015, 12, 31)), lead="Hate crime co-ordinator")
    assert (first.due, first.original_due) == (date(2015, 9, 30), date(2015, 9, 30))
    assert (later.due, later.original_due) == (date(2015, 12, 31), date(2015, 9, 30))


def test_a_lead_without_a_due_date_sets_no_original() -> None:
    led = replace(ACTION.due_on(None), lead="Hate crime co-ordinator")
    assert (led.lead, led.due, led.original_due) == ("Hate crime co-ordinator", None, None)


def test_an_update_is_entered_when_a_status_was_chosen_and_not_before() -> None:
    noted = ActionUpdate(action="F-01", quarter=Quarter(2015, 1), note="Launched in May")
    chosen = ActionUpdate(action="F-01", quarter=Quarter(2015, 1), status=ActionStatus.ON_TRACK)
    assert not noted.entered
    assert chosen.entered


def test_every_status_has_its_own_words() -> None:
    assert ActionStatus.ON_TRACK.words == "On track"
    assert len({one.words for one in ActionStatus}) == len(ActionStatus)
