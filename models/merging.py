"""What generators find of what was to be found, alone and together, and how far they agree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from models.exam import Exam
from models.generators.known import GENERATORS
from models.pipeline import PIPELINE
from models.ranking import NONE, Ranking
from models.recommender import chunks

DEPTHS = (50, 500)
MOST_QUERIES = 2000
Places = NDArray[np.int32]
Rows = NDArray[np.int64]
Share = NDArray[np.float64]
SIDES = ("product", "creator")


@dataclass(frozen=True)
class Merging:
    """Proposals at `depth` each, of generators in the order of `names`.

    `found`: positives × generators; `query` of each positive, and `is_cold` (positives × SIDES):
    whether its product or its creator has no pair in training; `overlap`: queries × generators ×
    generators, Jaccard, empty where neither proposes. How many each query has to choose from
    (`candidates`), how many of them each generator proposes (`proposed`, queries × generators) and
    all that are merged (`merged`).
    `listed`: 1 for each positive among the first `depth` of the pipeline's list, which ranks what
    is merged, 0 for the others; empty where the list is not known.
    """

    names: tuple[str, ...]
    depth: int
    found: NDArray[np.bool_]
    query: NDArray[np.int64]
    is_cold: NDArray[np.bool_]
    overlap: Share
    candidates: Share
    proposed: Share
    merged: Share
    listed: Share

    @classmethod
    def joined(cls, parts: Iterable[Self]) -> Self:
        """Several exams of the same generators, one below the other."""
        held = list(parts)
        starts = np.cumsum([0, *(len(part.overlap) for part in held)])
        rows = [part.query + start for part, start in zip(held, starts, strict=False)]
        stacked = {
            name: np.concatenate([getattr(part, name) for part in held])
            for name in (
                "found",
                "is_cold",
                "overlap",
                "candidates",
                "proposed",
                "merged",
                "listed",
            )
        }
        return cls(held[0].names, held[0].depth, query=np.concatenate(rows), **stacked)

    def figures(self, members: Sequence[str]) -> dict[str, Any]:
        """Per generator the mean recall over queries, the share found of pairs with a product and
        with a creator that is new (empty without any), and the share of all found pairs that it
        alone found; the same of all `members` together, and of the list that the pipeline makes of
        them, where it is known; and the mean overlap of each two.
        """
        is_member = np.isin(self.names, members)
        return {
            "depth": self.depth,
            "n": len(self.overlap),
            "pairs": len(self.found),
            "new_pairs": dict(zip(SIDES, self.is_cold.sum(axis=0).tolist(), strict=True)),
            "candidates": float(self.candidates.mean()),
            "merged": self._line(np.asarray(self.found[:, is_member].any(axis=1)))
            | {"proposed": float(self.merged.mean())},
            "listed": None if np.isnan(self.listed).any() else self._line(self.listed > 0),
            "generators": [
                {"method": name, "is_member": bool(is_member[column]), "alone": self._alone(column)}
                | {"proposed": float(self.proposed[:, column].mean())}
                | self._line(self.found[:, column])
                for column, name in enumerate(self.names)
            ],
            "overlap": self._agreement().round(4).tolist(),
        }

    def _agreement(self) -> Share:
        """The mean overlap over the queries for which either of two proposes; 0 without any."""
        is_told = np.isfinite(self.overlap)
        total = np.where(is_told, self.overlap, 0).sum(axis=0)
        return np.asarray(total / np.maximum(is_told.sum(axis=0), 1))

    def _line(self, is_found: NDArray[np.bool_]) -> dict[str, Any]:
        count = np.bincount(self.query, minlength=len(self.overlap))
        hits = np.bincount(self.query, is_found, minlength=len(self.overlap))
        recall = (hits[count > 0] / count[count > 0]).mean()
        new = {side: is_found[own] for side, own in zip(SIDES, self.is_cold.T, strict=True)}
        cold = {side: float(own.mean()) if len(own) else None for side, own in new.items()}
        return {"recall": float(recall), "new_recall": cold}

    def _alone(self, column: int) -> float:
        others = self.found.sum(axis=1) - self.found[:, column]
        alone = (self.found[:, column] & (others == 0)).sum()
        return float(alone / max(self.found.any(axis=1).sum(), 1))


class Adding:
    """Hears the answers of the generators and of the pipeline in an exam, then adds them up;
    `members` are merged.
    """

    def __init__(self, members: Sequence[str]) -> None:
        self.members = members
        self._answers: dict[int, dict[str, Places]] = {depth: {} for depth in DEPTHS}
        self._parts: dict[int, list[Merging]] = {depth: [] for depth in DEPTHS}

    def __call__(self, method: str, answer: Ranking) -> None:
        if method in GENERATORS or method == PIPELINE:
            for depth, held in self._answers.items():
                held[method] = proposals(answer, depth)

    def end(self, exam: Exam) -> None:
        """The exam is over: what was heard is put side by side and forgotten."""
        for depth, parts in self._parts.items():
            parts.append(merging(exam, self._answers[depth], depth, self.members))
            self._answers[depth] = {}

    def figures(self) -> list[dict[str, Any]]:
        """`Merging.figures` at each depth over all exams."""
        parts = self._parts.values()
        return [Merging.joined(held).figures(self.members) for held in parts if held]


def proposals(answer: Ranking, depth: int) -> Places:
    """The first places of an answer; -1 for one that ties with the best left out, for it stands
    there by the order of ids alone, as all do with a generator that has nothing to say.
    """
    first = answer.places[:, :depth].copy()
    if answer.places.shape[1] > depth:
        scores = answer.scores
        first[scores[:, :depth] <= scores[:, depth, None]] = NONE
    return first


def merging(
    exam: Exam, answers: Mapping[str, Places], depth: int, members: Sequence[str]
) -> Merging:
    """How proposals add up in one exam, over at most MOST_QUERIES of its queries that have
    something to find. `answers` holds each generator's `proposals`, perhaps the pipeline's too.
    """
    answers = dict(answers)
    ranked = answers.pop(PIPELINE, None)
    query, candidate = exam.wanted().T
    is_cold = _cold(exam, query, candidate)
    is_member = np.isin(list(answers), members)
    parts = []
    for rows in chunks(_asked(query), len(answers) * len(exam.candidates)):
        is_in = _proposed([held[rows] for held in answers.values()], len(exam.candidates))
        own = np.isin(query, rows)
        place = np.searchsorted(rows, query[own])
        together = is_in[is_member].any(axis=0).sum(axis=1)
        parts.append(
            Merging(
                tuple(answers),
                depth,
                is_in[:, place, candidate[own]].T,
                place,
                is_cold[own],
                _jaccard(is_in),
                np.full(len(rows), len(exam.candidates), np.float64),
                is_in.sum(axis=2).T.astype(np.float64),
                together.astype(np.float64),
                _listed(ranked, query[own], candidate[own]),
            )
        )
    return Merging.joined(parts)


def _listed(places: Places | None, query: Rows, candidate: Rows) -> Share:
    if places is None:
        return np.full(len(query), np.nan)
    return (places[query] == candidate[:, None]).any(axis=1).astype(np.float64)


def _asked(query: Rows) -> Rows:
    asked = np.unique(query)
    if len(asked) <= MOST_QUERIES:
        return asked
    return np.sort(np.random.default_rng(0).choice(asked, MOST_QUERIES, replace=False))


def _cold(exam: Exam, query: Rows, candidate: Rows) -> NDArray[np.bool_]:
    """Positives × SIDES: which of the two have no pair in training."""
    ids = (exam.queries.ids[query], exam.candidates.ids[candidate])
    named = dict(zip(exam.columns, ids, strict=True))
    pairs = exam.training.pairs
    columns = [f"{side}_id" for side in SIDES]
    return np.column_stack([~np.isin(named[c], pairs[c].to_numpy(np.str_)) for c in columns])


def _proposed(places: Sequence[Places], width: int) -> NDArray[np.bool_]:
    """Generators × queries × candidates."""
    is_in = np.zeros((len(places), len(places[0]), width), bool)
    for number, held in enumerate(places):
        row, column = np.nonzero(held != NONE)
        is_in[number, row, held[row, column]] = True
    return is_in


def _jaccard(is_in: NDArray[np.bool_]) -> Share:
    """Queries × generators × generators: proposals of both over those of either; empty without."""
    rows = is_in.transpose(1, 0, 2).astype(np.float32)
    both = rows @ rows.transpose(0, 2, 1)
    own = np.diagonal(both, axis1=1, axis2=2)
    either = own[:, :, None] + own[:, None, :] - both
    return np.where(either > 0, both / np.maximum(either, 1), np.nan).astype(np.float64)
