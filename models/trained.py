"""A trained model as it serves: the recommender that won, its features, and what is known of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from models.artefact import (
    ModelForeignError,
    ModelOutdatedError,
    check_seal,
    read_arrays,
    read_document,
    seal,
    write_arrays,
    write_document,
)
from models.choice import Thinning
from models.encoding import Bands, Titles, Words
from models.entities import Entities
from models.exam import Training
from models.features import Features
from models.methods import METHODS
from models.rates.market_rates import NO_RATES, MarketRates
from models.recommender import Recommender

FORMAT = 7
"""Changes whenever the files of a model change their meaning."""
RATES = "rates.json"


@dataclass(frozen=True)
class TrainedModel:
    """What `models.train` writes and everything else reads; `meta` is documented there, and what
    `rates` say of themselves in models/rates/report.py.
    """

    recommender: Recommender
    features: Features
    meta: Mapping[str, Any]
    rates: MarketRates = NO_RATES

    @property
    def version(self) -> str:
        return str(self.meta["version"])

    @property
    def thinning(self) -> Thinning:
        """How starts thin out with the rank that it gives; of a model that was not judged, or
        before there was this, not at all.
        """
        return Thinning(**(self.meta.get("thinning") or {}))

    def save(self, folder: Path) -> None:
        """Writes the model's files and their checksums into an empty folder."""
        training = self.recommender.training
        write_arrays(folder / "model.npz", self.recommender.arrays())
        write_arrays(folder / "training.npz", _packed(training))
        write_arrays(folder / "titles.npz", _title_arrays(self.features.titles))
        method = {
            "format": FORMAT,
            "method": self.recommender.name,
            "config": self.recommender.config_values,
        }
        write_document(folder / "model.json", method)
        write_document(folder / "features.json", _described(self.features))
        write_arrays(folder / "rates.npz", self.rates.arrays())
        write_document(folder / RATES, self.rates.document())
        write_document(folder / "meta.json", self.meta)
        seal(folder)

    @classmethod
    def load(cls, folder: Path, market: str | None = None) -> "TrainedModel":
        """The model of a folder. Raises ModelError: missing, corrupt, foreign, outdated."""
        check_seal(folder)
        meta = read_document(folder / "meta.json")
        if market is not None and meta["market"] != market:
            raise ModelForeignError(
                f"{folder} was trained on market '{meta['market']}', not '{market}'; "
                f"run: python -m models.train --market {market}"
            )
        if not is_readable(folder):
            raise _outdated(folder, meta)
        method = read_document(folder / "model.json")
        try:
            training = _unpacked(read_arrays(folder / "training.npz"))
            arrays = read_arrays(folder / "model.npz")
            recommender = METHODS[method["method"]].restored(method["config"], arrays, training)
            described = read_document(folder / "features.json")
            features = _features(described, read_arrays(folder / "titles.npz"))
            told = read_document(folder / RATES), read_arrays(folder / "rates.npz")
            rates = MarketRates.restored(*told)
        except (KeyError, TypeError) as error:
            raise _outdated(folder, meta) from error
        return cls(recommender, features, meta, rates)


def is_readable(folder: Path) -> bool:
    """Whether a model's files mean what this version of the program takes them to mean."""
    return read_document(folder / "model.json").get("format") == FORMAT


def _outdated(folder: Path, meta: Mapping[str, Any]) -> ModelOutdatedError:
    return ModelOutdatedError(
        f"{folder} was written by another version of this program; "
        f"run: python -m models.train --market {meta['market']}"
    )


def _packed(training: Training) -> dict[str, NDArray[Any]]:
    product, creator = training.cells
    arrays: dict[str, NDArray[Any]] = {
        "pairs/product": product,
        "pairs/creator": creator,
        "pairs/weight": training.pairs["weight"].to_numpy(np.float64),
        "pairs/at": training.pairs["at"].to_numpy(np.float64),
    }
    for entities in (training.products, training.creators):
        arrays[f"{entities.kind}/ids"] = entities.ids
        for name, block in entities.blocks.items():
            for part in ("data", "indices", "indptr"):
                arrays[f"{entities.kind}/{part}/{name}"] = getattr(block, part)
            arrays[f"{entities.kind}/shape/{name}"] = np.array(block.shape)
        for name, values in entities.facts.items():
            arrays[f"{entities.kind}/fact/{name}"] = values
    return arrays


def _unpacked(arrays: Mapping[str, NDArray[Any]]) -> Training:
    products, creators = (_entities(kind, arrays) for kind in ("product", "creator"))
    pairs = pd.DataFrame(
        {
            "product_id": products.ids[arrays["pairs/product"]],
            "creator_id": creators.ids[arrays["pairs/creator"]],
            "weight": arrays["pairs/weight"],
            "at": arrays["pairs/at"],
        }
    )
    return Training(products, creators, pairs)


def _entities(kind: str, arrays: Mapping[str, NDArray[Any]]) -> Entities:
    start, fact = f"{kind}/shape/", f"{kind}/fact/"
    names = [name.removeprefix(start) for name in arrays if name.startswith(start)]
    facts = {n.removeprefix(fact): held for n, held in arrays.items() if n.startswith(fact)}
    blocks = {
        name: sparse.csr_array(
            tuple(arrays[f"{kind}/{part}/{name}"] for part in ("data", "indices", "indptr")),
            shape=tuple(arrays[start + name].tolist()),
        )
        for name in names
    }
    return Entities(kind, arrays[f"{kind}/ids"], blocks, facts)


def _title_arrays(titles: Titles) -> dict[str, NDArray[Any]]:
    return {
        "words": np.array(titles.words, np.str_),
        "rarity": titles.rarity,
        "axes": titles.axes,
    }


def _described(features: Features) -> dict[str, Any]:
    described = {
        "words": {name: words.known for name, words in features.words.items()},
        "bands": {name: bands.centres for name, bands in features.bands.items()},
        "given": dict(features.given),
        "usual_prices": dict(features.usual_prices),
    }
    return dict(json.loads(json.dumps(described)))


def _features(described: Mapping[str, Any], titles: Mapping[str, NDArray[Any]]) -> Features:
    return Features(
        {name: Words(tuple(known)) for name, known in described["words"].items()},
        {name: Bands(tuple(centres)) for name, centres in described["bands"].items()},
        Titles(tuple(titles["words"].tolist()), titles["rarity"], titles["axes"]),
        described["given"],
        described["usual_prices"],
    )
