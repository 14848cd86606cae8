"""What is undocumented does not build: the references equal the code, and what the README shows is what happens."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from commands import facts_reference, reference
from commands.cli import SUMMARIES, VERBS, lks
from commands.story import PROMPT, steps
from ledger.facts import FACTS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
STORIES = [story.read_text(encoding="utf-8") for story in sorted((ROOT / "examples").glob("*.story"))]
PACKAGES = ("ledger", "projections", "commands", "tests")


def documented(name: str) -> str:
    """A file of docs."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def commands(group: click.Group = lks, name: str = "lks") -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name."""
    context = click.Context(group)
    for verb in group.list_commands(context):
        command = group.get_command(context, verb)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {verb}")
        else:
            yield f"{name} {verb}", command


def shown_commands() -> list[str]:
    """Every command line in the README's blocks."""
    blocks = re.findall(r"^```\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("lks ")]


def test_the_command_reference_equals_the_commands() -> None:
    assert documented("commands.md") == reference.reference(), "python -m commands.reference > docs/commands.md"


def test_the_reference_of_facts_equals_the_facts() -> None:
    assert documented("facts.md") == facts_reference.reference(), "python -m commands.facts_reference > docs/facts.md"


@pytest.mark.parametrize("topic", FACTS)
def test_every_fact_is_documented_with_its_fields(topic: str) -> None:
    _, _, section = documented("facts.md").partition(f"### {topic}\n")
    section = section.partition("\n### ")[0]
    assert FACTS[topic].__doc__
    assert all(f"- `{field}`: " in section for field in FACTS[topic].model_fields)


def test_every_verb_has_a_summary_and_every_command_is_documented_and_explains_itself() -> None:
    assert VERBS.keys() == SUMMARIES.keys()
    text = documented("commands.md")
    for name, command in commands():
        assert f"## {name}\n" in text
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"


def test_the_commands_that_the_readme_shows_exist_with_their_options() -> None:
    shown = shown_commands()
    assert shown
    for line in shown:
        command: click.Command = lks
        words = shlex.split(line)[1:]
        while isinstance(command, click.Group):
            found = command.get_command(click.Context(command), words.pop(0))
            assert found is not None, line
            command = found
        command.make_context(line, words)


def test_what_the_tour_shows_is_what_a_story_prints() -> None:
    told = {(step.command, step.expected) for story in STORIES for step in steps(story) if step.command}
    for block in re.findall(r"^```\n(.*?)^```$", README, re.MULTILINE | re.DOTALL):
        for step in steps(block) if PROMPT in block else ():
            assert (step.command, step.expected) in told, f"{PROMPT}{step.command}"


def test_the_two_commands_of_the_readme_are_there() -> None:
    for script in ("demo", "runtests"):
        assert f"```\n./{script}\n```" in README
        assert (ROOT / script).stat().st_mode & 0o111


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_has_a_readme_of_half_a_page_that_names_modules_that_exist(package: str) -> None:
    text = (ROOT / package / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 60
    for name in re.findall(r"`(?:\w+/)*(\w+)\.py`", text):
        assert any(list((ROOT / one).rglob(f"{name}.py")) for one in PACKAGES), f"{package}/README.md names {name}.py"


def test_links_in_the_documentation_lead_somewhere() -> None:
    for file in (
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / package / "README.md" for package in PACKAGES),
    ):
        for target in re.findall(r"\]\(([^)#:]+)\)", file.read_text(encoding="utf-8")):
            assert (file.parent / target).exists(), f"{file.relative_to(ROOT)} links to {target}"


def test_documentation_says_nothing_of_how_it_was_made() -> None:
    texts = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").rglob("*")]
    for file in filter(Path.is_file, texts):
        assert not re.search(r"(?<![\w.*)`])/[a-z]+/|\.\./shared", file.read_text(encoding="utf-8")), file.name
