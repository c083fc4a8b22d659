"""The house stays in order: who imports whom, who owns what, how SQL reads, how long files get.

The rules themselves are tried on planted violations, so that a rule that sees nothing fails too.
"""

import graphlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.circles import imports_at_once
from tests.house_rules import MAY_IMPORT, RULES, Source, builds_sql, imported
from tests.places import ROOT

PACKAGES = ("pages", "analytics", "models", "data")
NOT_OURS = {".git", ".venv", "store", "output", "__pycache__", "dist"}
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|tmp|home|root|Users|mnt)/\w")
MODULE_OF = {
    "python-calamine": "python_calamine",
    "rectools-lightfm": "lightfm",
    "scikit-learn": "sklearn",
}
WRITTEN = (".py", ".sql", ".md", ".toml", ".txt", ".lock", "Makefile", ".ci/run")
PAGE_LINES, PYTHON_LINES, SQL_LINES = 80, 250, 60

# Longer than the house likes, each with its reason.
LONG_FILES = {
    "analytics/sql/candidates.sql": "terms of the own shops, or of five others, beside reach",
    "analytics/sql/creator_content.sql": "what was seen, sold and reported meets in one row",
    "analytics/sql/creator_products.sql": "what was sold and what was agreed of each product meet",
    "analytics/sql/creator_ranking.sql": "every column that the ranking may be sorted by",
    "analytics/sql/creator_segments.sql": "each metric beside the peers, with its error",
    "analytics/sql/engagement_ranking.sql": "one sum per kind of reaction",
    "analytics/sql/lookalikes.sql": "three parts of likeness, each with its own unknowns",
    "data/warehouse.py": "DuckDB's one home: opening, building, taking up, asking",
    "analytics/sql/reported.sql": "a sum per way of counting, to explain a difference",
    "data/sql/benchmarks.sql": "all that may be read past the scope, in one place to review",
    "data/sql/rollups/daily.sql": "the sums of every measure, from sales and traffic, in one row",
    "data/sql/rollups/order_refunds.sql": "three rounds of sharing one refund, each its own step",
    "data/sql/rollups/order_states.sql": "every column of an order line, by the report that has it",
    "data/sql/rollups/lines.sql": "every column of an order line, and which report gives it",
    "data/sql/rollups/sales.sql": "every measure of an order line, of which later sums are made",
    "data/sql/rollups/starts.sql": "a pair's first days and the days around them share their dates",
    "data/sql/take_up.sql": "a statement per table",
    "models/sql/creator_evidence.sql": "own sales, the best of them and the views that led to them",
    "models/sql/product_evidence.sql": "own sales beside each candidate, and the nearest of them",
    "models/sql/first_days.sql": "the market's growth meanwhile, and what came back of it since",
    "models/sql/like_past.sql": "how a shop counts and whom it may be told to, beside the counts",
    "models/sql/pair_past.sql": "how a shop counts and whom it may be told to, beside the counts",
    "models/sql/pairs.sql": "four kinds of evidence that a pair exists, joined once",
    "models/sql/offered_prices.sql": "list prices and discounts meet by day, before weeks",
    "models/sql/scenario_baseline.sql": "each part of the margin, and what one sample and fee cost",
    "models/sql/product_weeks.sql": "weeks without a sale are made to carry terms on",
}


def files(*suffixes: str) -> Iterator[Path]:
    for folder, below, names in os.walk(ROOT):
        below[:] = [b for b in below if b not in NOT_OURS and not b.endswith("_cache")]
        yield from (Path(folder, name) for name in names if f"{folder}/{name}".endswith(suffixes))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


PYTHON = {relative(path): path.read_text() for path in sorted(files(".py"))}
SQL = {relative(path): path.read_text() for path in sorted(files(".sql"))}
PRODUCT = [
    Source(p, text) for p, text in PYTHON.items() if p.split("/")[0] in PACKAGES or "/" not in p
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps(rule: Callable[[Source], list[str]]) -> None:
    assert [violation for source in PRODUCT for violation in rule(source)] == []


PLANTED = {
    "data/a.py import analytics.totals": "imports_against_the_way",
    "data/a.py from pages.components import menu": "imports_against_the_way",
    "data/a.py from tests import conftest": "imports_against_the_way",
    "analytics/a.py from models import matcher": "imports_against_the_way",
    "models/a.py def f() -> None:\n    import analytics.totals": "imports_against_the_way",
    "models/sub/a.py from .. import analytics": "",
    "pages/a.py from models import matcher": "",
    "analytics/a.py import streamlit as st": "uses_what_another_owns",
    "data/sources/a.py from duckdb import connect": "uses_what_another_owns",
    "data/warehouse.py import duckdb": "",
    "models/a.py from lightfm.data import Dataset": "uses_what_another_owns",
    "models/a.py from sklearn.externals import joblib": "unpickles",
    "models/a.py import pickle": "unpickles",
    "models/a.py numpy.load(path, allow_pickle=True)": "unpickles",
    "models/a.py numpy.load(path, allow_pickle=False)": "",
    "pages/a.py frame.to_pickle(path)": "unpickles",
    "analytics/a.py effects = store.truth": "looks_at_the_truth",
    "pages/a.py path = store.root / 'truth'": "looks_at_the_truth",
    "models/a.py path = 'data/store/demo/truth/effects.parquet'": "looks_at_the_truth",
    "data/market/a.py path = store.truth": "",
    "data/warehouse.py cursor.execute(f'drop table {name}')": "builds_sql",
    "analytics/a.py session.frame('select * from ' + table)": "builds_sql",
    "analytics/a.py session.rows('from %s' % table)": "builds_sql",
    "analytics/a.py session.arrow('from {}'.format(table))": "builds_sql",
    "analytics/a.py session.frame(sql('totals').replace('x', y))": "builds_sql",
    "analytics/a.py session.frame(' '.join(parts))": "builds_sql",
    "analytics/a.py session.frame(sql=f'from {table}')": "builds_sql",
    "analytics/a.py q = f'from {table}'\nsession.frame(q)": "builds_sql",
    "analytics/a.py q = sql('totals')\nq += extra\nsession.frame(q)": "builds_sql",
    "analytics/a.py q = f'from {t}'\nr = q if ok else sql('a')\nsession.frame(r)": "builds_sql",
    "analytics/a.py def f(t: str) -> str:\n    return f'select a from {t}'": "builds_sql",
    "analytics/a.py session.frame('select a from b')": "builds_sql",
    "analytics/a.py session.frame(sql(f'by_{dimension}'), day=day)": "",
    "data/a.py q = (SQL / f'{name}.sql').read_text()\nsession.arrow(q)": "",
    "data/a.py session.rows((SQL / 'a.sql').read_text() + more)": "builds_sql",
    "analytics/a.py note = f'pick one of {n} creators from the list'": "",
    "models/a.py try:\n    f()\nexcept Exception:\n    pass": "catches_everything",
    "models/a.py try:\n    f()\nexcept (OSError, Exception):\n    pass": "catches_everything",
    "models/a.py try:\n    f()\nexcept:\n    pass": "catches_everything",
    "models/a.py try:\n    f()\nexcept BaseException:\n    pass": "catches_everything",
    "models/a.py try:\n    f()\nexcept BaseException:\n    undo()\n    raise": "",
    "models/a.py try:\n    f()\nexcept OSError:\n    pass": "",
    "models/a.py print('done')": "prints",
    "models/a.py def f(x) -> int: ...": "lacks_annotations",
    "models/a.py def f(x: int): ...": "lacks_annotations",
    "models/a.py class A:\n    def f(self, *, k: int, **more) -> int: ...": "lacks_annotations",
}


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.replace("\n", "; "))
def test_a_planted_violation_is_seen(planted: str) -> None:
    path, text = planted.split(" ", 1)
    source = Source(path, f'"""Planted."""\n{text}\n')
    seen = {rule.__name__ for rule in RULES if rule(source)}
    assert seen == {PLANTED[planted]} - {""}


def test_a_planted_module_without_a_docstring_is_seen() -> None:
    (rule,) = (rule for rule in RULES if rule.__name__ == "lacks_a_docstring")
    assert rule(Source("models/a.py", "k = 1\n"))
    assert not rule(Source("models/__init__.py", ""))


def test_the_rules_see_the_warehouse() -> None:
    """Guards the guard: the calls that run SQL are found where we know that there are some."""
    text = PYTHON["data/warehouse.py"].replace(
        "self._cursor.execute(sql", "self._cursor.execute('x' + sql"
    )
    assert len(builds_sql(Source("data/warehouse.py", text))) >= 2


def test_every_folder_with_python_is_a_package() -> None:
    folders = {path.rpartition("/")[0] for path in PYTHON} - {""}
    assert [folder for folder in folders if f"{folder}/__init__.py" not in PYTHON] == []


def test_no_imports_go_in_a_circle() -> None:
    """So that every module can be the first of ours to be imported."""
    graphlib.TopologicalSorter(imports_at_once(PRODUCT)).prepare()


def test_a_planted_circle_of_imports_is_seen() -> None:
    planted = [
        Source("models/a.py", "from models.b import f\n"),
        Source("models/b.py", "from models import c\n"),
        Source("models/c.py", "def g():\n    import models.a\n"),
    ]
    graphlib.TopologicalSorter(imports_at_once(planted)).prepare()
    closing = Source("models/c.py", "if True:\n    import models.a\n")
    with pytest.raises(graphlib.CycleError):
        graphlib.TopologicalSorter(imports_at_once([*planted[:2], closing])).prepare()


def test_requirements_name_what_the_product_imports() -> None:
    """Nothing more and nothing less; a module named in a text counts where pandas imports it."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    names = {line.split("==")[0] for line in lines if "==" in line}
    pinned = {MODULE_OF.get(name, name) for name in names}
    ours = {*MAY_IMPORT, *sys.stdlib_module_names}
    tops = {name.split(".")[0] for source in PRODUCT for _, name in imported(source)} - ours
    by_pandas = {name for name in pinned if any(f'engine="{name}"' in s.text for s in PRODUCT)}
    assert tops <= pinned
    assert pinned == tops | by_pandas


def test_the_lock_pins_every_requirement() -> None:
    locked = (ROOT / "requirements.lock").read_text().splitlines()
    for name in ("requirements.txt", "requirements-dev.txt"):
        pins = [line for line in (ROOT / name).read_text().splitlines() if "==" in line]
        assert [pin for pin in pins if pin not in locked] == []


def test_every_sql_file_says_its_question_and_grain() -> None:
    """A comment comes first; where the file asks a question, it names the grain of the answer."""
    headers = {path: re.match(r"(?:--[^\n]*\n)*", text)[0] for path, text in SQL.items()}
    asking = [
        p for p, text in SQL.items() if re.match(r"\s*(select|with)\b", text[len(headers[p]) :])
    ]
    assert [path for path, header in headers.items() if not header] == []
    assert [path for path in asking if "Grain:" not in headers[path]] == []


def test_every_sql_file_is_lower_case() -> None:
    code = {path: re.sub(r"--[^\n]*|'[^']*'", "", text) for path, text in SQL.items()}
    assert {
        path: found for path, text in code.items() if (found := re.findall("[A-Z]+", text))
    } == {}


def test_every_sql_file_is_used() -> None:
    """Its name stands in the Python of its package, with or without the ending."""
    for path in SQL:
        package = path.split("/", 1)[0]
        named = re.compile(rf"[\"'/]{Path(path).stem}(\.sql)?[\"']")
        ours = [text for p, text in PYTHON.items() if p.startswith(f"{package}/")]
        assert any(map(named.search, ours)), f"{path} is used by nobody in {package}"


def test_every_file_is_short_or_has_a_reason() -> None:
    lines = {path: len(text.splitlines()) for path, text in {**PYTHON, **SQL}.items()}
    assert {path for path, n in lines.items() if n > line_limit(path)} == set(LONG_FILES)


def line_limit(path: str) -> int:
    if re.fullmatch(r"pages/\w+\.py", path):
        return PAGE_LINES
    return SQL_LINES if path.endswith(".sql") else PYTHON_LINES


def test_no_file_names_a_path_of_one_machine() -> None:
    texts = {relative(path): path.read_text() for path in files(*WRITTEN)}
    found = {path: MACHINE_PATH.findall(text) for path, text in texts.items()}
    assert {path: paths for path, paths in found.items() if paths} == {}
