"""Files and tables that cannot be used, each with its one sentence, and forms that can."""

from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest

from csp_desktop import paths
from csp_desktop.core.errors import NotFoundError, RefusedError, StorageError, UserError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.publishers import ATTITUDE_SURVEY, MPS_NEW, MPS_OLD, Publisher
from csp_desktop.services import Services
from csp_desktop.services.publisher_figures import FileFigures, figures_of
from csp_desktop.services.publisher_file import read_lines
from tests.places import shared
from tests.services.met_files import QUARTER_1, robberies, survey_file

QUARTER = Quarter(2015, 1)
AREA = "Tower Hamlets"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with 243 personal robberies in April to June 2015."""
    return robberies(tmp_path / "met.csv", 100, 63, 80)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plan folder of its own, with tables to edit."""
    return Path(copytree(paths.BUILT_IN_PLAN, tmp_path / "plan"))


def refusal(services: Services, file: Path, source: str = "mps-old") -> str:
    before = services.analysis.stories("H1")
    with pytest.raises(UserError) as caught:
        services.publishing.import_figures(file, source)
    assert services.analysis.stories("H1") == before
    return str(caught.value)


def worked_out(file: Path, plan: Plan, folder: Path = paths.BUILT_IN_PLAN) -> FileFigures:
    return figures_of(MPS_OLD, file, read_lines(file), AREA, plan, folder)


class TestTheFile:
    def test_a_file_that_is_not_there(self, empty_services: Services, tmp_path: Path) -> None:
        gone = tmp_path / "gone.csv"
        assert refusal(empty_services, gone) == f"There is no file {gone}."

    def test_a_folder(self, empty_services: Services, tmp_path: Path) -> None:
        assert refusal(empty_services, tmp_path).startswith(f"{tmp_path} cannot be read: ")

    @pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b" , ,\n"])
    def test_an_empty_file(self, content: bytes, empty_services: Services, tmp_path: Path) -> None:
        (tmp_path / "met.csv").write_bytes(content)
        assert refusal(empty_services, tmp_path / "met.csv") == "met.csv is empty."

    def test_a_heading_alone(self, empty_services: Services, tmp_path: Path) -> None:
        (tmp_path / "met.csv").write_text("Borough,Major Category,Minor Category,201504\n")
        sentence = "met.csv holds no row under its heading."
        assert refusal(empty_services, tmp_path / "met.csv") == sentence

    @pytest.mark.parametrize(
        "content", [b"PK\x03\x04\x14\x00\x06", "Borough,Major".encode("utf-16"), b"\x81\x8d,1\n"]
    )
    def test_what_is_no_text(
        self, content: bytes, empty_services: Services, tmp_path: Path
    ) -> None:
        (tmp_path / "met.csv").write_bytes(content)
        sentence = "met.csv is not text. Save it as “CSV UTF-8”."
        assert refusal(empty_services, tmp_path / "met.csv") == sentence

    def test_a_quotation_mark_that_never_ends(self, empty_services: Services, file: Path) -> None:
        file.write_text(file.read_text(encoding="utf-8") + '"Hackney,1\n', encoding="utf-8")
        assert refusal(empty_services, file).startswith("met.csv, line 35: no table: ")

    @pytest.mark.parametrize("source", ["mps-new", "attitude-survey"])
    def test_the_heading_of_another_source_says_whose_it_looks_like(
        self, source: str, empty_services: Services, file: Path
    ) -> None:
        sentence = refusal(empty_services, file, source)
        assert sentence.startswith(f"met.csv, line 1: the heading is not that of {source}, which")
        assert sentence.endswith("This looks like mps-old.")

    def test_the_heading_of_nobody_known(self, empty_services: Services, tmp_path: Path) -> None:
        (tmp_path / "met.csv").write_text("Ward,201504\nBow East,3\n")
        assert refusal(empty_services, tmp_path / "met.csv") == (
            "met.csv, line 1: the heading is not that of mps-old, which has Borough, Major "
            "Category, Minor Category, then months like 201504."
        )

    def test_a_cell_that_is_no_number_stores_nothing_at_all(
        self, empty_services: Services, tmp_path: Path
    ) -> None:
        sentence = refusal(empty_services, robberies(tmp_path / "met.csv", 100, "many", 80))
        assert sentence == "met.csv, line 2: “many” must be a whole number, like 30, or blank."

    def test_an_area_that_is_misspelt(self, empty_services: Services, file: Path) -> None:
        with pytest.raises(NotFoundError, match=r"no area “Towr Hamlets”\. Its areas are Tower"):
            empty_services.publishing.import_figures(file, "mps-old", area="Towr Hamlets")

    def test_a_source_nobody_knows(self, empty_services: Services, file: Path) -> None:
        sentence = "There is no source “met”. The sources are mps-old, mps-new, attitude-survey."
        assert refusal(empty_services, file, "met") == sentence

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_it_is_read_as_spreadsheets_save_it(
        self, encoding: str, separator: str, plan: Plan, file: Path
    ) -> None:
        text = file.read_text(encoding="utf-8") + "St John’s – café,a,b,1,2,3\n"
        file.write_bytes(text.replace(",", separator).replace("\n", "\r\n").encode(encoding))
        assert worked_out(file, plan).series["H1"].numbers == {QUARTER: 243}
        assert read_lines(file)[-1][1][0] == "St John’s – café"


class TestTheTable:
    def edited(self, folder: Path, *rows: str, name: str = "mps-old") -> Path:
        heading = "indicator,measure" if name == "attitude-survey" else "indicator,major,minor"
        table = folder / "publishers" / f"{name}.csv"
        table.write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
        return folder

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            ("H1,Robbery,Robberies", "met.csv has no row “Robbery / Robberies”. Write it as"),
            ("Z9,Robbery,Personal Property", "There is no indicator “Z9” in this plan."),
            ("H7,Robbery,Personal Property", "H7 is worked out as the sum of H1 and H6."),
            ("CC1-3,Robbery,Personal Property", "mps-old gives counts, and CC1-3 is a survey"),
            ("H1,Robbery,", "enter minor."),
            (",Robbery,Personal Property", "enter indicator."),
            ("H6,Robbery,Business Property", "H6 takes “Robbery / Business Property” twice."),
        ],
    )
    def test_a_row_that_does_not_fit_is_named_with_its_line(
        self, row: str, words: str, plan: Plan, folder: Path, file: Path
    ) -> None:
        self.edited(folder, "H6,Robbery,Business Property", row)
        with pytest.raises((RefusedError, StorageError)) as caught:
            worked_out(file, plan, folder)
        assert str(caught.value).startswith(f"publishers/mps-old.csv, line 3: {words}")

    def test_a_survey_gives_an_indicator_one_result(
        self, plan: Plan, folder: Path, tmp_path: Path
    ) -> None:
        file = survey_file(
            tmp_path / "pas.csv",
            "30/06/2015;PAS;Tower Hamlets;Trust MPS;0,7;0,67",
            "30/06/2015;PAS;Tower Hamlets;Informed local;0,4;0,67",
        )
        lines = read_lines(file)

        def read() -> FileFigures:
            return figures_of(ATTITUDE_SURVEY, file, lines, AREA, plan, folder)

        self.edited(folder, "CC1-3,Trust MPS", name="attitude-survey")
        assert read().series["CC1-3"].numbers == {QUARTER: 70}
        self.edited(folder, "CC1-3,Trust MPS", "CC1-3,Informed local", name="attitude-survey")
        with pytest.raises(RefusedError, match="line 3: CC1-3 has a row already"):
            read()
        self.edited(folder, "H1,Trust MPS", name="attitude-survey")
        with pytest.raises(RefusedError, match="attitude-survey gives percentages, and H1 is a"):
            read()

    def test_a_table_without_rows_makes_nothing(self, plan: Plan, folder: Path, file: Path) -> None:
        found = worked_out(file, plan, self.edited(folder))
        assert (found.series, found.ignored) == ({}, 33)

    @pytest.mark.parametrize(
        ("publisher", "name"),
        [
            (MPS_OLD, "mps_borough_monthly_2008-01_2016-12.csv"),
            (MPS_NEW, "mps_borough_monthly_2010-04_2023-02.csv"),
        ],
        ids=["mps-old", "mps-new"],
    )
    def test_all_notifiable_offences_take_every_row_of_the_file(
        self, publisher: Publisher, name: str, plan: Plan
    ) -> None:
        file = shared("data", "crime", name)
        lines = read_lines(file)
        found = figures_of(publisher, file, lines, AREA, plan, paths.BUILT_IN_PLAN)
        heading = lines[0][1]
        at = heading.index(publisher.area)
        months = [heading.index(month) for month in QUARTER_1]
        rows = [cells for _, cells in lines[1:] if cells[at] == AREA]
        total = sum(Decimal(cells[month]) for cells in rows for month in months)
        assert found.ignored == 0
        assert found.series["CC1-7"].numbers[QUARTER] == total
