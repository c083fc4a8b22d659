"""What a report says of a value, a row or a file that cannot be: where, why, and what to do."""

from pathlib import Path
from typing import Any

import pytest

from data.sources import Options, Plan, inspect
from tests.small_sources import CONTRACT, write

CODE = "give an ISO 4217 code in capitals, such as USD"


def _plan(folder: Path, files: dict[str, str], **said: Any) -> Plan:
    asked = {"time_zone": "Europe/Berlin", "currency": "EUR"} | said
    return inspect([write(folder, files)], Options("own", **asked))


@pytest.mark.parametrize(
    ("file", "old", "new", "remedy"),
    [
        ("order_lines.csv", ",EUR,refunded", ",XXQ,refunded", CODE),
        ("order_lines.csv", ",EUR,refunded", ",eur,refunded", CODE),
        ("order_lines.csv", ",EUR,refunded", ",,refunded", CODE),
        ("order_lines.csv", "m2,o4,", ",o4,", "give an id as text, with every digit"),
        ("merchants.csv", ",Other,", ",,", "give text: shop name"),
    ],
)
def test_a_remedy_says_what_the_column_wants(
    tmp_path: Path, file: str, old: str, new: str, remedy: str
) -> None:
    files = CONTRACT | {file: CONTRACT[file].replace(old, new)}
    (problem,) = _plan(tmp_path, files).report.problems
    assert problem.remedy == remedy
