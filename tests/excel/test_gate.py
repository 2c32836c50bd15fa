import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from csp_desktop.core.errors import NotFoundError, RefusedError, UserError
from csp_desktop.core.plan import Plan
from csp_desktop.excel.gate import MAX_FILE_BYTES, checked
from csp_desktop.excel.return_reader import read_return
from tests.excel.samples import PLAN, parts_of, zipped
from tests.places import SHARED, shared

STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
USUAL = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
IN_THE_WILD = sorted(
    one for one in (SHARED / "data" / "workbooks").glob("*") if one.name != "MANIFEST.csv"
)


def said(path: Path) -> str:
    with pytest.raises(RefusedError) as refusal:
        checked(path)
    message = str(refusal.value)
    assert message.startswith(f"{path.name} was not read: ")
    return message


def test_a_return_workbook_passes_and_is_left_as_it_is(workbook: Path) -> None:
    before = workbook.read_bytes()
    assert checked(workbook) == workbook
    assert workbook.read_bytes() == before


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"no file .*none\.xlsx"):
        checked(tmp_path / "none.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"code,value\nS1,30\n",
        b"PK\x03\x04 cut off",
    ],
    ids=["empty", "csv", "half a zip"],
)
def test_what_is_no_zip_is_refused_and_says_what_to_save_instead(
    content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(content)
    assert "not a .xlsx workbook. Save it as “Excel Workbook (.xlsx)”" in said(path)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OLE + "Workbook".encode("utf-16-le"), "old Excel format (.xls). Open it in Excel, save"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password. Open it in Excel, take the pass"),
    ],
    ids=["xls", "encrypted"],
)
def test_an_old_and_a_protected_workbook_have_each_their_own_cure(
    content: bytes, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(content)
    assert words in said(path)


def test_an_open_document_is_refused_with_the_type_to_save_as(tmp_path: Path) -> None:
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": b"<office:document-content/>",
    }
    assert "OpenDocument file (.ods). Open it in LibreOffice, choose File, Save As" in said(
        zipped(tmp_path / "return.xlsx", parts)
    )


def test_a_binary_workbook_is_refused_with_the_type_to_save_as(tmp_path: Path) -> None:
    path = zipped(tmp_path / "return.xlsx", {"xl/workbook.bin": b"x"})
    assert "binary workbook (.xlsb). Save it as “Excel Workbook" in said(path)


@pytest.mark.skipif(not IN_THE_WILD, reason="../shared/data/workbooks is not here")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("002_protected_sha512.xlsx", "protected with a password"),
        ("117_encryptAES.xlsx", "protected with a password"),
        ("077_xls_formula_columns_beyond_z.xls", "old Excel format (.xls)"),
        ("033_SampleSS.ods", "OpenDocument file (.ods)"),
        ("034_SampleSS.strict.xlsx", "the Strict format"),
        ("029_ExcelWithAttachments.xlsm", "macros, links or embedded files"),
        ("055_link-external-workbook-b.xlsx", "macros, links or embedded files"),
        ("057_poc-xmlbomb-empty.xlsx", "unpacks to far more"),
    ],
)
def test_a_real_file_of_another_kind_is_told_from_the_rest(name: str, words: str) -> None:
    assert words in said(shared("data", "workbooks", name))


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    assert "not a .xlsx workbook" in said(tmp_path)


def test_the_lock_file_of_an_open_workbook_is_named_as_such(workbook: Path) -> None:
    lock = workbook.rename(workbook.with_name("~$SAFE 2015-16-Q1.xlsx"))
    assert "close it in Excel" in said(lock)


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    assert "not a .xlsx workbook" in said(
        zipped(tmp_path / "word.xlsx", {"word/document.xml": b"<w/>"})
    )


@pytest.mark.parametrize(
    "part",
    [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "docProps/core.xml",
        "[Content_Types].xml",
        "xl/anything.xml",
    ],
)
@pytest.mark.parametrize("declared", [b"<!DOCTYPE a [", b'<!ENTITY x "y">'])
def test_a_document_type_in_any_part_is_refused(part: str, declared: bytes, workbook: Path) -> None:
    parts = parts_of(workbook)
    zipped(workbook, {**parts, part: declared + parts.get(part, b"")})
    assert "document type" in said(workbook)


def test_a_document_type_across_the_seam_of_two_reads_is_found(workbook: Path) -> None:
    filler = os.urandom((1 << 20) - 4).replace(b"<", b"x")
    zipped(workbook, {**parts_of(workbook), "xl/big.bin": filler + b"<!DOCTYPE a>"})
    assert "document type" in said(workbook)


def test_a_strict_workbook_is_refused_and_never_read_as_empty(workbook: Path) -> None:
    parts = {name: part.replace(USUAL, STRICT) for name, part in parts_of(workbook).items()}
    zipped(workbook, parts)
    assert "it is in the Strict format. Save it as" in said(workbook)


@pytest.mark.parametrize(
    "name",
    [
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/embeddings/oleObject1.bin",
        "xl/activeX/activeX1.xml",
        "XL/VBAPROJECT.BIN",
    ],
)
def test_macros_links_and_embedded_files_are_refused(name: str, workbook: Path) -> None:
    zipped(workbook, {**parts_of(workbook), name: b"x"})
    assert "macros, links or embedded files" in said(workbook)


def test_a_part_that_unpacks_to_a_hundred_times_its_size_is_refused(workbook: Path) -> None:
    zipped(workbook, {**parts_of(workbook), "xl/media/zeros.bin": bytes(5_000_000)})
    assert workbook.stat().st_size < 100_000
    assert "unpacks to far more" in said(workbook)


def test_many_parts_are_refused(workbook: Path) -> None:
    many = {f"xl/media/{number}.bin": b"x" for number in range(1_000)}
    zipped(workbook, {**parts_of(workbook), **many})
    assert "unpacks to far more" in said(workbook)


def test_parts_that_together_unpack_to_too_much_are_refused(workbook: Path) -> None:
    half_random = (os.urandom(1_000) + bytes(60_000)) * 450
    parts = {f"xl/media/{number}.bin": half_random for number in range(4)}
    zipped(workbook, {**parts_of(workbook), **parts})
    assert workbook.stat().st_size < MAX_FILE_BYTES
    assert "unpacks to far more" in said(workbook)


def test_a_large_file_is_refused_before_it_is_opened(workbook: Path) -> None:
    with workbook.open("ab") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    assert "larger than 10 MB" in said(workbook)


def declaring(path: Path, name: str, size: int) -> Path:
    """The workbook with a part that is said to be as large as this."""
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        local = archive.getinfo(name).header_offset
    content[local + 22 : local + 26] = struct.pack("<I", size)
    central = content.index(name.encode(), content.index(b"PK\x01\x02")) - 46
    content[central + 24 : central + 28] = struct.pack("<I", size)
    path.write_bytes(content)
    return path


def test_a_part_that_says_it_is_small_gains_nothing_by_it(workbook: Path) -> None:
    zipped(workbook, {**parts_of(workbook), "xl/media/zeros.bin": bytes(50_000_000)})
    message = said(declaring(workbook, "xl/media/zeros.bin", 1_000))
    assert "it is damaged" in message


def test_much_xml_is_refused_before_it_is_parsed(workbook: Path) -> None:
    page = os.urandom(3_200_000).hex().encode()
    zipped(workbook, {**parts_of(workbook), "xl/worksheets/sheet9.xml": b"<a>" + page})
    assert workbook.stat().st_size < MAX_FILE_BYTES
    assert "unpacks to far more" in said(workbook)


def test_parts_that_share_their_bytes_are_refused(workbook: Path) -> None:
    zipped(workbook, {**parts_of(workbook), "xl/media/1.bin": os.urandom(50_000)})
    content = bytearray(workbook.read_bytes())
    central = content.index(b"xl/media/1.bin", content.index(b"PK\x01\x02")) - 46
    content[central + 20 : central + 24] = struct.pack("<I", 9_000_000)
    workbook.write_bytes(content)
    assert "it is damaged" in said(workbook)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "cp037"])
def test_a_part_in_which_nothing_could_be_found_is_refused(encoding: str, workbook: Path) -> None:
    part = f'<?xml version="1.0" encoding="{encoding}"?>'
    body = "<worksheet/>".encode(encoding)
    declared = part.encode() + body if encoding == "cp037" else (part + "<a/>").encode(encoding)
    zipped(workbook, {**parts_of(workbook), "xl/worksheets/sheet9.xml": declared})
    assert "in a character set that no spreadsheet program writes" in said(workbook)


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "AAA1", "B100000"])
def test_a_value_far_outside_the_form_is_refused_with_its_place(place: str, workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book["Figures"][place] = "far"
    book.save(workbook)
    assert f"far outside the form, at {place}. Delete what stands there" in said(workbook)


def test_cells_that_are_far_away_and_empty_do_no_harm(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book["Figures"]["XFD1048576"].number_format = "0.00"
    book.save(workbook)
    assert len(read_return(workbook, PLAN).figures) == len(PLAN.indicators)


@pytest.mark.parametrize("element", ["mergeCell", "hyperlink"])
def test_a_range_over_the_whole_sheet_is_never_spread_out(element: str, workbook: Path) -> None:
    parts = parts_of(workbook)
    name = "xl/worksheets/sheet1.xml"
    ranges = f'<{element}s><{element} ref="A1:XFD1048576"/></{element}s>'.encode()
    before, end, after = parts[name].partition(b"</sheetData>")
    zipped(workbook, {**parts, name: before + end + ranges + after})
    assert len(read_return(workbook, PLAN).figures) == len(PLAN.indicators)


@pytest.mark.parametrize("name", ["../outside.xml", "/absolute.xml", "xl/../../up.xml", "C:/x.xml"])
def test_a_part_that_would_leave_its_folder_is_refused(name: str, workbook: Path) -> None:
    zipped(workbook, {**parts_of(workbook), name: b"x"})
    assert "names that no spreadsheet program writes" in said(workbook)


def test_two_parts_of_one_name_are_refused(workbook: Path) -> None:
    zipped(workbook, {**parts_of(workbook), "XL/Workbook.xml": b"x"})
    assert "names that no spreadsheet program writes" in said(workbook)


def cut_in_the_middle_of_a_part(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[200:260] = b"\xff" * 60
    path.write_bytes(content)


def with_a_wrong_checksum(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[14:18] = b"abcd"
    place = content.index(b"PK\x01\x02")
    content[place + 16 : place + 20] = b"abcd"
    path.write_bytes(content)


def encrypted(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [cut_in_the_middle_of_a_part, with_a_wrong_checksum, encrypted])
def test_a_damaged_zip_is_refused(damage: Callable[[Path], None], workbook: Path) -> None:
    damage(workbook)
    assert "it is damaged; ask for it again." in said(workbook)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "[Content_Types].xml", "xl/styles.xml"]
)
def test_a_workbook_with_half_a_part_is_refused_and_never_a_fault(
    part: str, workbook: Path
) -> None:
    parts = parts_of(workbook)
    zipped(workbook, {**parts, part: parts[part][: len(parts[part]) // 2]})
    with pytest.raises(RefusedError, match="it is damaged, or no spreadsheet program wrote it"):
        read_return(workbook, PLAN)


def test_a_workbook_with_endless_nesting_is_refused_and_never_a_fault(workbook: Path) -> None:
    deep = b"<a>" * 20_000 + b"</a>" * 20_000
    parts = parts_of(workbook)
    sheet = parts["xl/styles.xml"].replace(b"<fonts", deep + b"<fonts", 1)
    assert sheet != parts["xl/styles.xml"]
    zipped(workbook, {**parts, "xl/styles.xml": sheet})
    with pytest.raises(RefusedError):
        read_return(workbook, PLAN)


def test_a_refused_workbook_can_be_moved_at_once(workbook: Path) -> None:
    parts = parts_of(workbook)
    zipped(workbook, {**parts, "xl/workbook.xml": parts["xl/workbook.xml"][:300]})
    with pytest.raises(RefusedError):
        read_return(workbook, PLAN)
    with zipfile.ZipFile(workbook, "a") as archive:
        archive.writestr("xl/proof.txt", "not held open")


@pytest.mark.skipif(not IN_THE_WILD, reason="../shared/data/workbooks is not here")
@pytest.mark.parametrize("path", IN_THE_WILD, ids=lambda path: path.name)
def test_no_workbook_in_the_wild_is_a_return_and_none_is_a_fault(
    path: Path, plan: Plan, capfd: pytest.CaptureFixture[str]
) -> None:
    shared("data", "workbooks")
    with pytest.raises(UserError) as refusal:
        read_return(path, plan)
    assert path.name in str(refusal.value)
    assert str(refusal.value).endswith(".")
    assert capfd.readouterr() == ("", "")
