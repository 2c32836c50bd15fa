import argparse
import ast
import re
import shlex
from collections.abc import Iterator

import pytest

from csp_desktop.cli.parser import parser
from tests.cli.conftest import Program
from tests.places import ROOT

GUIDE = (ROOT / "resources" / "help" / "user_guide.md").read_text(encoding="utf-8")


def verbs(
    of: argparse.ArgumentParser, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """Every parser of the command line with the words that lead to it."""
    yield path, of
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, deeper in action.choices.items():
                yield from verbs(deeper, (*path, name))


def arguments(of: argparse.ArgumentParser) -> list[argparse.Action]:
    return [
        action
        for action in of._actions
        if not isinstance(action, (argparse._SubParsersAction, argparse._HelpAction))
    ]


EVERY = dict(verbs(parser()))
LEAVES = {
    path: one
    for path, one in EVERY.items()
    if path and not any(isinstance(action, argparse._SubParsersAction) for action in one._actions)
}
EXAMPLES = [
    line
    for block in re.findall(r"```\n(.*?)```", GUIDE, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("csp-desktop") and "[" not in line
]


def section(path: tuple[str, ...]) -> str:
    """What the guide says under the heading of a verb."""
    heading = f"### `{' '.join(path)}`\n"
    assert GUIDE.count(heading) == 1
    return re.split(r"\n##", GUIDE.split(heading)[1])[0]


@pytest.mark.parametrize("path", list(EVERY), ids=lambda path: " ".join(path) or "csp-desktop")
def test_every_verb_answers_help_and_says_what_it_does(
    path: tuple[str, ...], program: Program
) -> None:
    said = program(*path, "--help")
    assert (said.status, said.err) == (0, "")
    described = EVERY[path].description
    assert described
    assert described.endswith(".")
    assert described.split()[0] in said.out


@pytest.mark.parametrize("path", list(EVERY), ids=lambda path: " ".join(path) or "csp-desktop")
def test_every_argument_says_what_it_is(path: tuple[str, ...]) -> None:
    assert [one.dest for one in arguments(EVERY[path]) if not one.help] == []


@pytest.mark.parametrize("path", list(LEAVES), ids=" ".join)
def test_every_verb_takes_json(path: tuple[str, ...]) -> None:
    assert "--json" in LEAVES[path]._option_string_actions


@pytest.mark.parametrize("path", list(LEAVES), ids=" ".join)
def test_every_verb_has_its_section_in_the_guide_with_an_example_and_its_json(
    path: tuple[str, ...],
) -> None:
    words = section(path)
    assert any(line.startswith("csp-desktop") for line in words.splitlines())
    assert " ".join(path) in words
    assert "JSON" in words


@pytest.mark.parametrize("path", list(LEAVES), ids=" ".join)
def test_every_option_and_argument_stands_in_the_guide(path: tuple[str, ...]) -> None:
    words = section(path)
    for one in arguments(LEAVES[path]):
        names = one.option_strings or [str(one.metavar or one.dest)]
        for name in names:
            assert name == "--json" or f"`{name}" in words, f"{name} of {' '.join(path)}"


def test_every_option_before_the_verb_stands_in_the_guide() -> None:
    chapter = GUIDE.split("## The command line")[1].split("\n### ")[0]
    for one in arguments(parser()):
        for name in one.option_strings:
            assert f"`{name}" in chapter


def test_the_guide_names_no_verb_that_does_not_exist() -> None:
    headings = re.findall(r"^### `(.*)`$", GUIDE, re.MULTILINE)
    assert sorted(headings) == sorted(" ".join(path) for path in LEAVES)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_guide_is_understood(example: str) -> None:
    parsed = parser().parse_args(shlex.split(example)[1:])
    assert parsed.verb


def test_the_guide_has_examples() -> None:
    assert len(EXAMPLES) >= len(LEAVES)


def said_by_the_program() -> list[str]:
    """Every text in the code, with an ellipsis for what is filled in."""
    found = []
    for path in (ROOT / "csp_desktop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [one.value if isinstance(one, ast.Constant) else "…" for one in node.values]
                found.append("".join(map(str, parts)))
    return found


def test_every_message_of_the_guide_is_one_that_the_program_says() -> None:
    chapter = GUIDE.split("## What the messages mean")[1]
    rows = re.findall(r"^\| (?!the program says|---)(.*?) \|", chapter, re.MULTILINE)
    assert len(rows) > 25
    said = said_by_the_program()
    for row in rows:
        for fragment in re.split(r"…|: | / |Machine|\(and the like\)|;", row):
            words = fragment.strip(" “”.:")
            assert any(words in one for one in said), f"nothing says “{words}”"


def test_the_guide_names_no_partnership_but_in_paths() -> None:
    assert "Tower Hamlets" not in GUIDE


def test_the_contents_lead_to_the_chapters() -> None:
    chapters = re.findall(r"^## (.*)$", GUIDE, re.MULTILINE)
    links = re.findall(r"^- \[(.*)\]\(#(.*)\)$", GUIDE, re.MULTILINE)
    assert [name for name, _ in links] == chapters
    assert [anchor for _, anchor in links] == [one.lower().replace(" ", "-") for one in chapters]
