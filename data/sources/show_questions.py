"""What files leave open, as a person reads it in a terminal: each question and what it is about."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from data.sources.options import Question
from data.sources.said import FLAGS

MOST_FILES = 4
MOST_READINGS = 3


def show_questions(questions: Sequence[Question], console: Console) -> None:
    """Prints each question with its files, its choices, and what they make of three values."""
    console.print("[bold red]Nothing loaded:[/] the files do not say everything; give")
    for question in questions:
        console.print(f"  [bold]{escape(question.text)}[/]", *_of(question), sep="")
        if question.readings:
            console.print(Padding(_readings(question), (0, 0, 0, 4)))
    if example := next(_examples(questions), None):
        console.print(f"An answer may be for some files alone: {escape(example)}")


def _of(question: Question) -> Iterator[str]:
    if question.choices:
        yield f": {escape(' or '.join(question.choices))}"
    if question.files:
        more = len(question.files) - MOST_FILES
        rest = f" and {more} more" if more > 0 else ""
        yield f" [dim](of {escape(', '.join(question.files[:MOST_FILES]))}{rest})[/]"


def _readings(question: Question) -> Table:
    table = Table("In the file", *question.choices)
    for cells in question.readings[:MOST_READINGS]:
        table.add_row(*map(escape, cells))
    return table


def _examples(questions: Sequence[Question]) -> Iterator[str]:
    for question in questions:
        if question.files and question.name in FLAGS:
            answer = question.choices[0] if question.choices else "…"
            yield f"{FLAGS[question.name]} '{question.files[0]}={answer}'"
