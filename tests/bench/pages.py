"""Every query behind every page on one market: `python -m tests.bench.pages --json`.

Each page runs with each of its choices made and each fold open; each question that it asked of the
warehouse is then asked again on its own, five times.
"""

import io
import logging
import os
import resource
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path
from typing import Annotated, Any

import typer

from data.owner import OWNER
from data.scope import Scope
from data.warehouse import Session
from tests.bench.report import p50, p95, tell
from tests.browser.markets import Pantry
from tests.visitor import SQL_FILES, Asked, questions

LIMIT_MS, REPEATS = 300, 5


def ask_again(asked: list[Asked], session: Session) -> None:
    """Times each question alone, its rows fetched."""
    for question in asked:
        ask = getattr(session, question.way)
        for _ in range(REPEATS):
            start = time.perf_counter()
            ask(question.sql, **question.parameters)
            question.milliseconds.append((time.perf_counter() - start) * 1000)


def summary(asked: list[Asked]) -> tuple[list[str], dict[str, Any]]:
    """Lines and figures: per question the slowest of its parameters, by the middle of its runs."""
    by_name: dict[str, list[Asked]] = {}
    for question in asked:
        by_name.setdefault(question.name, []).append(question)
    worst = {name: max(p50(q.milliseconds) for q in group) for name, group in by_name.items()}
    lines = [
        f"{worst[name]:8.1f} ms  {'SLOW' if worst[name] > LIMIT_MS else '    '}  {name}"
        f"  ({len(group)} sets of parameters, {group[0].page})"
        for name, group in sorted(by_name.items(), key=lambda item: -worst[item[0]])
    ]
    every = [p50(question.milliseconds) for question in asked]
    unasked = sorted(n for n in SQL_FILES.values() if n.startswith("analytics/") and n not in worst)
    lines.append(f"asked by no page: {', '.join(unasked) or 'none'}")
    return lines, {
        "questions": len(asked),
        "p50_ms": p50(every),
        "p95_ms": p95(every),
        "max_ms": max(every),
        "limit_ms": LIMIT_MS,
        "slow": [name for name, milliseconds in worst.items() if milliseconds > LIMIT_MS],
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main(
    market: Annotated[str, typer.Option(help="demo, brands, complete_journey, ...")] = "demo",
    as_json: Annotated[bool, typer.Option("--json", help="End with one line of JSON.")] = False,
) -> None:
    """Times every query behind every page; a question above 300 ms is flagged as slow."""
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as store:
        os.environ.update(TANDEM_STORE=store, TANDEM_MARKET=market)
        busiest = Pantry().copy(market, Path(store))
        with redirect_stdout(io.StringIO()):
            asked, problems = questions(market, busiest)
        ask_again(asked, OWNER.warehouse(market).session(Scope.everything()))
        OWNER.stop()
        lines, figures = summary(asked)
    lines += [f"BROKEN {problem}" for problem in problems]
    figures |= {"bench": "pages", "market": market, "broken": len(problems)}
    tell(lines, figures, as_json)


if __name__ == "__main__":
    typer.run(main)
