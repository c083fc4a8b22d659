"""How the commands end: lines for people, and as the last line one JSON object."""

import json
import math
from collections.abc import Sequence
from typing import Any

import typer

from models.causal.effect import Effect


def tell(lines: Sequence[str], told: dict[str, Any], as_json: bool) -> None:
    """Prints the lines and, if asked, the object; JSON has no word for what is no number."""
    for line in lines:
        typer.echo(line)
    if as_json:
        typer.echo(json.dumps(finite(told), allow_nan=False))


def ending(found: Effect) -> list[str]:
    """What every command says last of an effect."""
    return [f"grade {found.grade}: {found.reason}", found.sentence]


def finite(told: Any) -> Any:
    """The same, none where a figure is no number."""
    if isinstance(told, dict):
        return {name: finite(value) for name, value in told.items()}
    if isinstance(told, (list, tuple)):
        return [finite(value) for value in told]
    return None if isinstance(told, float) and not math.isfinite(told) else told


def fail(error: Exception | str) -> typer.Exit:
    """Says what is wrong; to be raised."""
    typer.echo(f"error: {error}", err=True)
    return typer.Exit(1)
