"""The leading directions of vectors that came with the data, for methods that pay by the column."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from models.encoding import unit_rows
from models.entities import GIVEN, Entities
from models.recommender import Arrays

Matrix = NDArray[np.float32]
MEAN, AXES = "mean", "axes"


@dataclass(frozen=True)
class Leading:
    """Per side and wide block the mean and the principal axes, columns × directions."""

    means: Mapping[str, Matrix]
    axes: Mapping[str, Matrix]

    @classmethod
    def learned(cls, sides: tuple[Entities, ...], width: int) -> Self:
        """Of every given block with more columns than `width`."""
        means: dict[str, Matrix] = {}
        axes: dict[str, Matrix] = {}
        for side in sides:
            for name, block in side.blocks.items():
                if name.startswith(GIVEN) and block.shape[1] > width < len(side):
                    rows = unit_rows(block).toarray()
                    mean = rows.mean(axis=0)
                    _, _, directions = randomized_svd(rows - mean, width, random_state=0)
                    means[f"{side.kind}/{name}"] = mean
                    axes[f"{side.kind}/{name}"] = directions.T.astype(np.float32)
        return cls(means, axes)

    def of(self, entities: Entities) -> Entities:
        """The entities with narrow blocks in place of wide ones; empty rows stay empty."""
        narrow = {}
        for name, block in entities.blocks.items():
            axes = self.axes.get(f"{entities.kind}/{name}")
            if axes is not None:
                rows = unit_rows(block).toarray()
                turned = (rows - self.means[f"{entities.kind}/{name}"]) @ axes
                narrow[name] = sparse.csr_array(turned * rows.any(axis=1, keepdims=True))
        return Entities(entities.kind, entities.ids, {**entities.blocks, **narrow})

    def arrays(self) -> Arrays:
        means = {f"{MEAN}/{name}": held for name, held in self.means.items()}
        return means | {f"{AXES}/{name}": held for name, held in self.axes.items()}

    @classmethod
    def restored(cls, arrays: Arrays) -> Self:
        """The directions among other arrays."""
        parts = [(*name.partition("/")[::2], held) for name, held in arrays.items()]
        means, axes = (
            {name: held for part, name, held in parts if part == which} for which in (MEAN, AXES)
        )
        return cls(means, axes)
