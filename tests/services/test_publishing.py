from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.core.figures import Absence, FigureStatus
from csp_desktop.core.periods import Quarter
from csp_desktop.core.publishers import MPS_NEW, MPS_OLD, publisher_of
from csp_desktop.core.returns import ReturnState
from csp_desktop.services import Services
from csp_desktop.services.publishing import ACTION
from csp_desktop.services.publishing_report import Fetched, ImportedFigures
from csp_desktop.services.session import Session
from csp_desktop.storage.audit import entries, first_break
from csp_desktop.storage.connection import opened
from csp_desktop.storage.migrate import schema_version
from tests.conftest import LEAD_OFFICER
from tests.services.met_files import QUARTER_1, met_file, robberies, survey_file
from tests.services.test_entry import QUARTER, entered, figure_of, handed_in

BOARD = "TTCG"
OBTAINED = date(2015, 7, 14)  # today, by the clock of these tests


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with 243 personal robberies in April to June 2015."""
    return robberies(tmp_path / "met.csv", 100, 63, 80)


def imported(services: Services, file: Path, **how: object) -> ImportedFigures:
    return services.publishing.import_figures(file, "mps-old", **how)


def state_of(services: Services, board: str = BOARD) -> ReturnState:
    return services.returns.sheet(board, QUARTER).record.state


@pytest.fixture
def plan_id(empty_services: Services) -> str:
    """The id of the plan in the database."""
    return empty_services.plan.id


class TestStoring:
    def test_figures_that_nobody_has_entered_are_new(
        self, empty_services: Services, file: Path
    ) -> None:
        done = imported(empty_services, file)
        assert (done.new, done.revisions, done.unchanged, done.ignored) == (11, (), 0, 0)
        assert done.numbers["H1"] == {QUARTER: 243}
        assert done.numbers["B6"] == {QUARTER: 12}, "four rows of three months"
        figure = figure_of(empty_services, "H1")
        assert (figure.value, figure.status) == (243, FigureStatus.FINAL)
        assert figure.obtained == OBTAINED
        assert figure.source == (
            f"{MPS_OLD.name}, April 2015 to June 2015 (London Datastore, Open Government Licence "
            "v3.0), summed by quarter"
        )

    def test_the_same_file_again_changes_nothing(
        self, empty_services: Services, file: Path, empty_database: Path
    ) -> None:
        imported(empty_services, file)
        before = figure_of(empty_services, "H1")
        done = imported(empty_services, file)
        assert (done.new, done.revisions, done.unchanged) == (0, (), 11)
        assert figure_of(empty_services, "H1") == before

    def test_another_number_is_a_revision_and_the_earlier_one_is_kept(
        self, empty_services: Services, file: Path
    ) -> None:
        entered(empty_services, "H1", value=Decimal(250), comment="Two series of them")
        [revision] = imported(empty_services, file).revisions
        assert (revision.was.value, revision.now.value) == (250, 243)
        [story] = empty_services.analysis.stories("H1")
        assert (story.figure.value, story.figure.status) == (243, FigureStatus.REVISED)
        assert story.figure.comment == "Two series of them"
        assert [one.figure.value for one in story.earlier] == [250]

    def test_a_reason_for_having_none_is_not_overwritten_and_said(
        self, empty_services: Services, file: Path
    ) -> None:
        entered(empty_services, "H1", value=None, absence=Absence.WITHHELD)
        [left] = imported(empty_services, file).left_out
        assert (left.indicator, left.quarter) == ("H1", QUARTER)
        assert left.why == "it is withheld by supplier here"
        assert figure_of(empty_services, "H1").absence is Absence.WITHHELD

    def test_a_figure_obtained_after_the_day_of_the_file_stays(
        self, empty_services: Services, file: Path, tmp_path: Path
    ) -> None:
        imported(empty_services, file)
        older = robberies(tmp_path / "older.csv", 100, 63, 90)
        done = imported(empty_services, older, obtained=date(2015, 7, 13))
        assert {one.indicator for one in done.left_out} == {"H1", "CC1-7"}
        assert figure_of(empty_services, "H1").value == 243
        assert len(imported(empty_services, older, obtained=OBTAINED).revisions) == 2

    def test_everything_is_one_operation_in_a_trail_that_holds(
        self, empty_services: Services, file: Path, empty_database: Path
    ) -> None:
        imported(empty_services, file)
        with opened(empty_database, schema_version(paths.MIGRATIONS)) as store:
            written = [one for one in entries(store) if one.action == ACTION]
            assert first_break(store) is None
        assert len({one.at for one in written}) == 1
        assert [one.entity for one in written].count("figure") == 11

    def test_another_area_is_stored_as_that_areas_and_starts_no_return(
        self, empty_services: Services, tmp_path: Path
    ) -> None:
        file = met_file(tmp_path / "met.csv", {}, areas=("Tower Hamlets", "Hackney"))
        assert imported(empty_services, file, area="hackney").area == "Hackney"
        [story] = empty_services.analysis.stories("H1", "Hackney")
        assert story.figure.value == 3
        assert empty_services.analysis.stories("H1") == []
        assert state_of(empty_services) is ReturnState.NOT_STARTED

    def test_a_quarter_with_a_month_missing_is_left_out_and_said(
        self, empty_services: Services, tmp_path: Path
    ) -> None:
        months = (*QUARTER_1, "201507", "201508")
        done = imported(empty_services, met_file(tmp_path / "met.csv", {}, months=months))
        assert done.new == 11
        left = {(one.quarter, one.why) for one in done.left_out}
        assert left == {(QUARTER.plus(1), "the file has no count for September 2015")}

    def test_rows_no_indicator_takes_are_counted(
        self, empty_services: Services, tmp_path: Path
    ) -> None:
        file = survey_file(
            tmp_path / "pas.csv",
            '30/06/2015;PAS;Tower Hamlets;"""Good Job"" local";0,6;0,67',
            "30/06/2015;PAS;Tower Hamlets;Trust MPS;0,7;0,67",
            "30/06/2015;PAS;Hackney;Trust MPS;0,7;0,67",
        )
        done = empty_services.publishing.import_figures(file, "attitude-survey")
        assert (done.new, done.ignored, done.numbers) == (1, 1, {"CC1-3": {QUARTER: 60}})
        source = empty_services.analysis.stories("CC1-3")[0].figure.source
        assert source == (
            'MOPAC Public Attitude Survey by borough, measure "Good Job" local, dated the last day '
            "of the quarter"
        )

    def test_an_area_without_a_row_that_others_have_gets_no_sum_of_less(
        self, empty_services: Services, tmp_path: Path
    ) -> None:
        file = met_file(tmp_path / "met.csv", {}, areas=("Tower Hamlets", "Hackney"))
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [one for one in lines if not one.startswith("Hackney,Sexual Offences,Rape")]
        file.write_text("".join(kept), encoding="utf-8")
        done = imported(empty_services, file, area="Hackney")
        why = "the file has no row “Sexual Offences / Rape” for Hackney"
        assert {(one.indicator, one.quarter, one.why) for one in done.left_out} == {
            ("D14", None, why),
            ("CC1-7", None, why),
        }
        assert "H1" in done.numbers
        assert "CC1-7" not in done.numbers


class TestReturns:
    def test_the_first_figure_starts_the_return_of_its_board_and_no_other(
        self, empty_services: Services, file: Path
    ) -> None:
        imported(empty_services, file)
        plan = empty_services.plan
        boards = {plan.indicator(code).board for code in ("H1", "B6", "D14", "CC1-7")}
        progress = empty_services.returns.progress(QUARTER)
        started = {
            one.board.code for one in progress if one.record.state is ReturnState.IN_PROGRESS
        }
        assert started == boards

    def test_a_quarter_the_plan_asks_no_return_for_starts_none(
        self, empty_services: Services, tmp_path: Path
    ) -> None:
        before = Quarter(2014, 4)
        months = ("201501", "201502", "201503")
        file = met_file(tmp_path / "met.csv", {}, months=months)
        imported(empty_services, file)
        assert empty_services.analysis.stories("H1")[0].figure.period == before.range
        assert state_of(empty_services) is ReturnState.NOT_STARTED

    def test_a_return_under_review_stays_as_it_was_handed_in(
        self, empty_services: Services, file: Path, empty_database: Path, plan_id: str
    ) -> None:
        entered(empty_services, "H1", value=Decimal(250))
        handed_in(empty_database, plan_id, BOARD)
        done = imported(empty_services, file)
        left = {one.indicator: one.why for one in done.left_out}
        assert left["H1"] == (
            f"the return of {BOARD} for 2015/16-Q1 is under review; import again when the review "
            "is done"
        )
        assert figure_of(empty_services, "H1").value == 250
        assert state_of(empty_services) is ReturnState.SUBMITTED
        assert "D14" not in left, "another board's return is not locked"

    def test_a_return_sent_back_takes_figures_and_stays_sent_back(
        self, empty_services: Services, file: Path, empty_database: Path, plan_id: str
    ) -> None:
        handed_in(empty_database, plan_id, BOARD)
        empty_services.review.send_back(BOARD, QUARTER, {"H1": "Which month?"})
        imported(empty_services, file)
        assert figure_of(empty_services, "H1").value == 243
        assert state_of(empty_services) is ReturnState.RETURNED

    def test_an_approved_return_is_revised_and_stays_approved(
        self, empty_services: Services, file: Path, empty_database: Path, plan_id: str
    ) -> None:
        entered(empty_services, "H1", value=Decimal(250))
        handed_in(empty_database, plan_id, BOARD)
        reviewer = Session("Community safety team", LEAD_OFFICER.now)
        with bootstrap.services(empty_database, reviewer) as team:
            team.review.approve(BOARD, QUARTER)
            assert imported(team, file).revisions[0].now.value == 243
            assert state_of(team) is ReturnState.APPROVED

    def test_a_window_that_only_looks_may_only_try(self, empty_database: Path, file: Path) -> None:
        looking = replace(LEAD_OFFICER, looks_only=True)
        with bootstrap.services(empty_database, looking) as services:
            with pytest.raises(RefusedError, match="only look"):
                imported(services, file)
            assert imported(services, file, dry_run=True).new == 11


class TestClassifications:
    @pytest.fixture
    def both(self, empty_services: Services, tmp_path: Path) -> ImportedFigures:
        """Two quarters of the older classification, then the newer from the second one on."""
        months = ("201501", "201502", "201503", *QUARTER_1)
        imported(empty_services, met_file(tmp_path / "old.csv", {}, months=months))
        new = robberies(tmp_path / "new.csv", 1, 1, 2, publisher=MPS_NEW)
        return empty_services.publishing.import_figures(new, "mps-new")

    def test_the_quarter_of_the_change_begins_a_new_phase(
        self, both: ImportedFigures, empty_services: Services
    ) -> None:
        [phase] = both.phases
        assert (phase.quarter, phase.before, phase.after) == (QUARTER, MPS_OLD, MPS_NEW)
        assert set(phase.indicators) == set(both.numbers)
        sources = [one.figure.source for one in empty_services.analysis.stories("H1")]
        assert list(map(publisher_of, sources)) == [MPS_OLD, MPS_NEW]

    def test_a_number_that_happens_to_be_the_same_follows_the_newer_one_too(
        self, both: ImportedFigures, empty_services: Services
    ) -> None:
        assert both.unchanged == both.restated > 0
        assert figure_of(empty_services, "H5").value == 3
        assert publisher_of(figure_of(empty_services, "H5").source) is MPS_NEW
        assert figure_of(empty_services, "H5").status is FigureStatus.FINAL

    def test_one_classification_alone_is_one_phase(
        self, empty_services: Services, file: Path
    ) -> None:
        assert imported(empty_services, file).phases == ()


class TestPlanFolder:
    def test_a_database_of_another_plan_is_told_to_name_its_folder(
        self, little_plan: Path, tmp_path: Path, file: Path
    ) -> None:
        database = tmp_path / "little.db"
        bootstrap.start(database, LEAD_OFFICER, little_plan)
        moved = little_plan.rename(tmp_path / "moved")
        with bootstrap.services(database, LEAD_OFFICER) as services:
            with pytest.raises(NotFoundError, match=r"There is no plan in the folder .*--plan"):
                imported(services, file)
            with pytest.raises(RefusedError, match=r"holds the plan “tower-hamlets.*--plan"):
                imported(services, file, folder=paths.BUILT_IN_PLAN)
            with pytest.raises(NotFoundError, match=r"has no publishers/mps-old\.csv"):
                imported(services, file, folder=moved, area="Tower Hamlets")

    def test_an_edited_table_is_used_at_the_next_import(
        self, little_plan: Path, tmp_path: Path, file: Path
    ) -> None:
        database = tmp_path / "little.db"
        bootstrap.start(database, LEAD_OFFICER, little_plan, history=False)
        (little_plan / "publishers").mkdir()
        table = little_plan / "publishers" / "mps-old.csv"
        with bootstrap.services(database, LEAD_OFFICER) as services:
            code = next(one.code for one in services.plan.indicators if one.unit.value == "count")
            table.write_text(
                f"indicator,major,minor\n{code},robbery,personal  property\n", encoding="utf-8"
            )
            done = imported(services, file, area="Tower Hamlets")
            assert done.numbers == {code: {QUARTER: 243}}
            assert done.ignored == 32
            with table.open("a", encoding="utf-8") as more:
                more.write(f"{code},Robbery,Business Property\n")
            done = imported(services, file, area="Tower Hamlets")
            assert done.numbers == {code: {QUARTER: 246}}


class TestFetching:
    def fetched(self, services: Services, file: Path, board: str = BOARD) -> Fetched:
        return services.publishing.fetch(board, QUARTER, file)

    def test_what_is_fetched_can_be_entered_and_undone_as_one_step(
        self, empty_services: Services, file: Path
    ) -> None:
        found = self.fetched(empty_services, file)
        assert found.publisher is MPS_OLD
        boards = {empty_services.plan.indicator(one.indicator).board for one in found.fills}
        assert boards == {BOARD}
        assert (found.changes, found.same, found.left_out) == ((), (), ())
        assert figure_of(empty_services, "H1").version == 0, "nothing is stored"
        empty_services.edits.enter(BOARD, QUARTER, found.fills, "fetch from file")
        figure = figure_of(empty_services, "H1")
        assert (figure.value, figure.obtained) == (243, OBTAINED)
        assert publisher_of(figure.source) is MPS_OLD
        empty_services.edits.undo(BOARD, QUARTER)
        assert not figure_of(empty_services, "H1").entered

    def test_a_number_that_was_typed_is_offered_as_a_change(
        self, empty_services: Services, file: Path
    ) -> None:
        entered(empty_services, "H1", value=Decimal(250))
        entered(empty_services, "H2", value=Decimal(3))
        entered(empty_services, "H3", value=None, absence=Absence.NOT_COLLECTED)
        found = self.fetched(empty_services, file)
        assert [(one.indicator, one.value) for one in found.changes] == [("H1", 243)]
        assert [one.indicator for one in found.same] == ["H2"]
        assert [(one.indicator, one.why) for one in found.left_out] == [
            ("H3", "it is not collected here")
        ]
        assert not {"H1", "H2", "H3"} & {one.indicator for one in found.fills}
        empty_services.edits.enter(BOARD, QUARTER, found.changes, "fetch from file")
        assert figure_of(empty_services, "H1").value == 243

    def test_a_quarter_the_file_does_not_have_is_said_line_by_line(
        self, empty_services: Services, tmp_path: Path
    ) -> None:
        months = ("201501", "201502", "201503", "201504")
        found = self.fetched(empty_services, met_file(tmp_path / "met.csv", {}, months=months))
        why = "the file has no count for May 2015 and June 2015"
        assert (found.fills, {one.why for one in found.left_out}) == ((), {why})
        earlier = met_file(tmp_path / "earlier.csv", {}, months=months[:3])
        left = {one.why for one in self.fetched(empty_services, earlier).left_out}
        assert left == {"the file has nothing for 2015/16-Q1"}

    def test_a_board_that_the_file_says_nothing_of_gets_nothing(
        self, empty_services: Services, file: Path
    ) -> None:
        found = self.fetched(empty_services, file, "NPFHF")
        assert (found.fills, found.changes, found.same, found.left_out) == ((), (), (), ())

    def test_a_locked_return_is_refused_before_the_file_is_read(
        self, empty_services: Services, empty_database: Path, tmp_path: Path, plan_id: str
    ) -> None:
        handed_in(empty_database, plan_id, BOARD)
        with pytest.raises(RefusedError, match="submitted and locked"):
            self.fetched(empty_services, tmp_path / "none.csv")

    def test_a_file_of_nobody_known_is_refused(
        self, empty_services: Services, tmp_path: Path
    ) -> None:
        file = tmp_path / "other.csv"
        file.write_text("a,b\n1,2\n", encoding="utf-8")
        with pytest.raises(RefusedError, match="of no publisher this program knows: mps-old has"):
            self.fetched(empty_services, file)
