"""Effects told by the commands, and the files that tests hand them."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import typer
from typer.testing import CliRunner, Result


def run(command: Callable[..., None] | typer.Typer, *arguments: object) -> Result:
    """A command as a shell would run it."""
    app = command
    if not isinstance(app, typer.Typer):
        app = typer.Typer()
        app.command()(command)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def told(command: Callable[..., None] | typer.Typer, *arguments: object) -> dict[str, Any]:
    """The object on the last line, which has all that an effect needs."""
    done = run(command, *arguments, "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["grade"] in ("A", "B", "C", "not estimable")
    assert all(found[name] for name in ("n", "reason", "assumptions", "sentence", "level"))
    return found


def refused(command: Callable[..., None] | typer.Typer, *arguments: object) -> str:
    """What a command says of input that it cannot take; nothing else is told."""
    done = run(command, *arguments, "--json")
    assert done.exit_code == 1, done.output
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    return done.stderr.removeprefix("error: ").strip()


def written(path: Path, rows: pd.DataFrame | Mapping[str, Sequence[object]]) -> Path:
    """As a CSV with commas."""
    pd.DataFrame(rows).to_csv(path, index=False)
    return path
