"""A visitor that leaves no choice untried, and a note of all that pages ask of the warehouse."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from streamlit import config
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer
from streamlit.elements.lib.mutable_popover_container import PopoverContainer
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from data.warehouse import Session
from pages.components.menu import SCREENS, Screen
from tests.places import ROOT

RUN_SECONDS = 120
ASKS = ("frame", "rows", "arrow")
SHELL = ROOT / "pages" / "shell.py"


@dataclass
class Asked:
    """A question that a page put to the warehouse, with its parameters."""

    page: str
    way: str
    sql: str
    parameters: dict[str, Any]
    milliseconds: list[float] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The question's file, else the beginning of its text."""
        return SQL_FILES.get(self.sql, self.sql[:50])

    @property
    def key(self) -> tuple[str, str]:
        return self.sql, repr(sorted(self.parameters.items()))


SQL_FILES = {
    path.read_text(): path.relative_to(ROOT).with_suffix("").as_posix()
    for package in ("analytics", "models", "data")
    for path in (ROOT / package).rglob("*.sql")
}


@contextmanager
def noting(page: str, asked: dict[tuple[str, str], Asked]) -> Iterator[None]:
    """Notes each question that sessions are asked meanwhile, once per set of parameters."""

    def noted(way: str) -> Callable[..., Any]:
        ask = getattr(Session, way)

        def note(session: Session, sql: str, **parameters: Any) -> Any:
            question = Asked(page, way, sql, parameters)
            asked.setdefault(question.key, question)
            return ask(session, sql, **parameters)

        return note

    with patch.multiple(Session, **{way: noted(way) for way in ASKS}):
        yield


class Visitor:
    """Goes through a page: as it opens, then with each option of each of its choices."""

    def __init__(self, screen: Screen, market: str, busiest: dict[str, str]) -> None:
        config.set_option("client.showErrorDetails", "full")
        self.page = AppTest.from_file(SHELL, default_timeout=RUN_SECONDS)
        self.page.query_params["market"] = market
        if screen.url in busiest:
            self.page.query_params[screen.url] = busiest[screen.url]
        self.labels: dict[str, list[str]] = {}
        self.problems: list[str] = []
        self.page.run()
        self.page.switch_page(screen.file)
        self._run()

    def try_everything(self) -> list[str]:
        """Tries each option with the others as they were; what it brings up, on top of it.

        Returns what went wrong, empty where nothing did.
        """
        seen_with: dict[str, dict[str, list[str]]] = {}
        waiting: list[tuple[str, str]] = []
        while True:
            shown = {c.id: list(c.formatted_values) for c in self.page.button_group}
            for control in self.page.button_group:
                if control.id not in seen_with:
                    seen_with[control.id] = {**self.labels, **shown}
                    waiting += [(control.id, option) for option in control.options]
            if not waiting:
                return self.problems
            control_id, option = waiting.pop(0)
            self.labels = {**seen_with[control_id], control_id: [option]}
            self._run()

    def _run(self) -> None:
        """Sends labels as the browser does, whatever values the page keeps behind them."""
        own = ButtonGroup.formatted_values.fget
        labels = property(lambda control: self.labels.get(control.id) or own(control))
        with patch.object(ButtonGroup, "formatted_values", labels), folds_open():
            self.page.run()
        chosen = [label for labels in self.labels.values() for label in labels]
        self.problems += [f"with {chosen}: {raised.message}" for raised in self.page.exception]


@contextmanager
def folds_open() -> Iterator[None]:
    """Expanders and popovers say that they are open, so that what they hide is drawn."""
    is_open = property(lambda fold: True, lambda fold, value: None)
    with ExitStack() as folds:
        for fold in (ExpanderContainer, PopoverContainer):
            folds.enter_context(patch.object(fold, "open", is_open))
        yield


def questions(market: str, busiest: dict[str, str]) -> tuple[list[Asked], list[str]]:
    """What all pages ask of the warehouse, once per set of parameters, and what went wrong."""
    asked: dict[tuple[str, str], Asked] = {}
    problems = []
    for screen in SCREENS:
        with noting(screen.title, asked):
            found = Visitor(screen, market, busiest).try_everything()
        problems += [f"{screen.title} {problem}" for problem in found]
    return list(asked.values()), problems
