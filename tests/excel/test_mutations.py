"""A filled return, broken in every way: each time it is read, or refused in one sentence."""

import io
import random
import re
import resource
import socket
import time
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from csp_desktop.core.actions import ActionStatus, Milestone
from csp_desktop.core.errors import UserError
from csp_desktop.core.figures import Absence, Unit
from csp_desktop.core.plan import Plan
from csp_desktop.core.returns import Summary
from csp_desktop.excel.return_reader import read_return
from csp_desktop.excel.return_writer import write_return
from tests.excel.samples import ACTIONS, CODES, PLAN, QUARTER, figure, sheet, untouched
from tests.places import SHARED, shared

COUNT, PERCENTAGE, SURVEY, RATE, MONEY = (CODES[unit] for unit in Unit)
LONGEST, MOST_MEMORY = 10.0, 500_000_000
A_FEW, MANY = 240, 2_400
HOSTILE = (
    b"",
    b"-1",
    b"1e999",
    b"99999999999999999999",
    b"XFD1048576",
    b"A0",
    b"\xc3\x28",
    b"&#0;",
    b"&lol;",
    b"]]>",
    b"=cmd|' /c calc'!A1",
    b"../../etc/passwd",
    b"http://127.0.0.1:9/",
    "\u202e\ufffe".encode("utf-8"),
)


@pytest.fixture(autouse=True)
def no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever would open one fails the test, and it is no refusal."""

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a workbook opened a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


Mutation = Callable[[bytes, random.Random], bytes]


def filled(path: Path) -> Path:
    """A return with a figure of every unit, an update and a summary."""
    action, update = untouched(ACTIONS[0])
    led = replace(action.due_on(date(2015, 9, 30)), milestones=(Milestone("Lamps"),))
    reported = replace(update, status=ActionStatus.AT_RISK, note="Short of staff", percent=40)
    one = sheet(
        {
            COUNT: figure(COUNT, value=Decimal(30), comment="=1+1", obtained=date(2015, 7, 3)),
            PERCENTAGE: figure(PERCENTAGE, numerator=Decimal(24), denominator=Decimal(413)),
            SURVEY: figure(SURVEY, value=Decimal(78), sample_size=1171),
            RATE: figure(RATE, absence=Absence.NOT_YET_AVAILABLE, expected_on=date(2015, 8, 1)),
            MONEY: figure(MONEY, value=Decimal("-12.5")).explained_by("A refund"),
        },
        {ACTIONS[0].code: (led, reported)},
        summary=Summary(board="SAFE", quarter=QUARTER, concerns="Dark nights"),
    )
    write_return(path, PLAN, one)
    return path


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: dict[str, bytes]) -> bytes:
    packing = io.BytesIO()
    with zipfile.ZipFile(packing, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in found.items():
            archive.writestr(name, part)
    return packing.getvalue()


def flip_bits(content: bytes, chance: random.Random) -> bytes:
    """Single bits of the file as it lies on a disk."""
    broken = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 20))):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def cut_off(content: bytes, chance: random.Random) -> bytes:
    """A download that stopped, or lost its middle."""
    start = chance.randrange(len(content))
    return content[:start] + (
        content[chance.randrange(start, len(content)) :] * chance.getrandbits(1)
    )


def flip_within_a_part(content: bytes, chance: random.Random) -> bytes:
    """Bits of a part, in an archive that is whole."""
    found = parts(content)
    name = chance.choice(sorted(found))
    found[name] = flip_bits(found[name], chance)
    return packed(found)


def swap_parts(content: bytes, chance: random.Random) -> bytes:
    """A part in the place of another, doubled or left out."""
    found = parts(content)
    one, other = chance.sample(sorted(found), 2)
    match chance.randrange(3):
        case 0:
            found[one], found[other] = found[other], found[one]
        case 1:
            del found[one]
        case _:
            found[one] = found[other]
    return packed(found)


def edit_an_attribute(content: bytes, chance: random.Random) -> bytes:
    """An attribute or a text of a part says something else."""
    found = parts(content)
    name = chance.choice([one for one in sorted(found) if found[one]])
    places = list(re.finditer(rb'(?<=")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)', found[name]))
    for place in chance.sample(places, min(len(places), chance.choice((1, 1, 3)))):
        start, end = place.span()
        wrong = chance.choice((*HOSTILE, found[name][start:end] * 2))
        if len(found[name]) >= end:
            found[name] = found[name][:start] + wrong + found[name][end:]
    return packed(found)


def edit_an_element(content: bytes, chance: random.Random) -> bytes:
    """An element is doubled, dropped, renamed or put inside another."""
    found = parts(content)
    name = chance.choice([one for one in sorted(found) if b"<" in found[one]])
    part = found[name]
    tags = list(re.finditer(rb"<[^<>]*>", part))
    one, other = chance.choice(tags), chance.choice(tags)
    match chance.randrange(4):
        case 0:
            part = part[: one.start()] + part[one.end() :]
        case 1:
            part = part[: one.end()] + one[0] + part[one.end() :]
        case 2:
            part = part[: one.start()] + other[0] + part[one.end() :]
        case _:
            part = part.replace(one[0], one[0].replace(b"<", b"<x:"), 1)
    found[name] = part
    return packed(found)


MUTATIONS: tuple[Mutation, ...] = (
    flip_bits,
    cut_off,
    flip_within_a_part,
    swap_parts,
    edit_an_attribute,
    edit_an_element,
)


def mutated(folder: Path, count: int) -> Iterator[tuple[str, Path]]:
    """So many broken workbooks, one after the other, each in the place of the last."""
    whole = filled(folder / "whole.xlsx").read_bytes()
    chance = random.Random(20150630)
    path = folder / "broken.xlsx"
    for number in range(count):
        mutation = MUTATIONS[number % len(MUTATIONS)]
        path.write_bytes(mutation(whole, chance))
        yield mutation.__name__, path


class Tally:
    """How each file ended; it fails on the first that ended in any other way."""

    def __init__(self) -> None:
        self.ends: Counter[tuple[str, str]] = Counter()
        self.longest = 0.0

    def add(self, kind: str, path: Path, plan: Plan) -> None:
        began = time.perf_counter()
        try:
            read_return(path, plan)
            end = "read"
        except UserError as refusal:
            message = str(refusal)
            assert path.name in message or "no board" in message or "quarter" in message, message
            assert message.endswith("."), message
            assert "\n" not in message, message
            end = "refused"
        took = time.perf_counter() - began
        assert took < LONGEST, f"{kind}: {took:.1f} s"
        self.longest = max(self.longest, took)
        self.ends[kind, end] += 1

    def told(self) -> str:
        kinds = sorted({kind for kind, _ in self.ends})
        lines = [
            f"{kind}: {self.ends[kind, 'read']} read, {self.ends[kind, 'refused']} refused"
            for kind in kinds
        ]
        total = f"all: {sum(self.ends.values())}, the longest took {self.longest:.2f} s"
        return "\n".join([*lines, total])


def resident() -> int:
    """The most memory this process has ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def campaign(
    folder: Path, count: int, record_property: Callable[[str, object], None]
) -> Counter[tuple[str, str]]:
    tally = Tally()
    inside = folder / "inside"
    inside.mkdir()
    before = resident()
    for kind, path in mutated(inside, count):
        tally.add(kind, path, PLAN)
    grown = resident() - before
    assert grown < MOST_MEMORY
    assert sorted(one.name for one in inside.iterdir()) == ["broken.xlsx", "whole.xlsx"]
    assert [one.name for one in folder.iterdir()] == ["inside"]
    told = f"{tally.told()}\nmemory grew by {grown / 1e6:.0f} MB"
    record_property("mutations", told)
    print(told)  # noqa: T201
    return tally.ends


def test_a_few_hundred_mutations_end_as_a_return_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, record_property: Callable[[str, object], None]
) -> None:
    ends = campaign(tmp_path_factory.mktemp("few"), A_FEW, record_property)
    assert sum(ends.values()) == A_FEW
    assert {end for _, end in ends} == {"read", "refused"}


@pytest.mark.slow
def test_two_thousand_mutations_end_as_a_return_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, record_property: Callable[[str, object], None]
) -> None:
    ends = campaign(tmp_path_factory.mktemp("many"), MANY, record_property)
    assert sum(ends.values()) == MANY
    assert all(ends[one.__name__, "refused"] for one in MUTATIONS)


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_no_workbook_in_the_wild_takes_long_or_much_memory(
    plan: Plan, record_property: Callable[[str, object], None]
) -> None:
    tally = Tally()
    tracemalloc.start()
    try:
        for path in sorted(shared("data", "workbooks").iterdir()):
            if path.suffix != ".csv":
                tally.add(path.suffix, path, plan)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < MOST_MEMORY
    told = f"{tally.told()}\nat most {most / 1e6:.0f} MB at a time"
    record_property("in the wild", told)
    print(told)  # noqa: T201
    assert {end for _, end in tally.ends} == {"refused"}


def test_a_sheet_of_a_quarter_of_a_million_cells_is_read_within_the_bounds(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    found = parts(filled(tmp_path / "return.xlsx").read_bytes())
    chance = random.Random(1)
    rows = b"".join(
        b'<row r="%d"><c r="AE%d"><v>1</v></c>' % (number, number)
        + b"".join(b"<c><v>%d</v></c>" % chance.randrange(100) for _ in range(90))
        + b"</row>"
        for number in range(100, 2_900)
    )
    name = "xl/worksheets/sheet2.xml"
    found[name] = found[name].replace(b"</sheetData>", rows + b"</sheetData>")
    (tmp_path / "return.xlsx").write_bytes(packed(found))
    tally = Tally()
    before = resident()
    tally.add("full", tmp_path / "return.xlsx", PLAN)
    grown = resident() - before
    record_property("full", f"{tally.told()}\nmemory grew by {grown / 1e6:.0f} MB")
    print(tally.told(), f"memory grew by {grown / 1e6:.0f} MB")  # noqa: T201
    assert grown < MOST_MEMORY
    assert tally.ends == {("full", "read"): 1}
