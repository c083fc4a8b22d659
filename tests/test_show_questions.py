"""The command tells in plain text what files leave open, as the page and --json do."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from data.sources import inspect
from data.sources.options import Options, Question
from data.sources.show import show
from data.sources.show_questions import show_questions
from tests.order_files import ORDER, write

UNSURE = [
    ORDER | {"Order ID": f"57646075230342300{day}", "Created Time": at, "Paid Time": at}
    for day in range(1, 6)
    for at in [f"0{day + 2}/0{day}/2026 10:00:00"]
]


def printed(*questions: Question) -> str:
    console = Console(record=True, width=200, file=StringIO())
    show_questions(questions, console)
    return console.export_text()


def test_a_question_comes_with_its_file_choices_and_three_readings(tmp_path: Path) -> None:
    path = write(tmp_path / "unsure.csv", UNSURE)
    report = inspect([path], Options("nowhere", merchant="glow")).report
    console = Console(record=True, width=200, file=StringIO())
    show(report, console, is_dry_run=True)
    lines = console.export_text().splitlines()
    (place,) = (n for n, line in enumerate(lines) if line.startswith("  --dates"))
    assert lines[place].endswith(": day-first or month-first (of unsure.csv)")
    rows = [line for line in lines[place:] if "/2026 10:00:00" in line]
    assert len(rows) == 3
    assert [cell.strip() for cell in rows[0].strip(" │").split("│")] == [
        "03/01/2026 10:00:00",
        "2026-01-03",
        "2026-03-01",
    ]
    assert [line for line in lines if line.startswith("  --tz, the time zone of its clocks")]
    assert lines[-1].endswith("--dates 'unsure.csv=day-first'")


def test_many_files_are_counted_and_marks_are_no_markup() -> None:
    files = tuple(f"{number}[b].csv" for number in range(9))
    said = printed(Question("merchant", "--merchant, the shop", files))
    assert "(of 0[b].csv, 1[b].csv, 2[b].csv, 3[b].csv and 5 more)" in said


def test_a_question_about_no_file_has_no_example() -> None:
    said = printed(Question("time_zone", "--tz, the time zone in which days are counted"))
    assert said.splitlines()[-1].strip() == "--tz, the time zone in which days are counted"
