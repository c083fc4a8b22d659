"""Named random streams, so that one part of the market can change without moving another."""

import zlib

import numpy as np


def stream(seed: int, name: str, *keys: int) -> np.random.Generator:
    """An independent generator for one named part of the market, equal in every process."""
    entropy = np.random.SeedSequence([seed, zlib.crc32(name.encode()), *keys])
    return np.random.Generator(np.random.SFC64(entropy))
