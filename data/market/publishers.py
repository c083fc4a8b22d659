"""Rows about creators, their audiences and what they publish."""

import numpy as np
import pandas as pd
import pyarrow as pa

from data.market.calendar import MICROSECONDS
from data.market.content import LIVE, VIDEO
from data.market.rows import Names, coded, instants
from data.market.taxonomy import Floats, Ints, categories, vocabulary
from data.market.world import World

AGES = {"13-17": 15, "18-24": 21, "25-34": 29, "35-44": 39, "45-54": 49, "55+": 60}
TIER_STARTS = {"nano": 0, "micro": 10_000, "mid": 100_000, "macro": 500_000, "mega": 1_000_000}
ABROAD = ("GB", "CA", "MX", "PH", "Other")


def creator_rows(world: World, names: Names) -> pd.DataFrame:
    rng, creators, n = world.rng("creators"), world.population.creators, names.creators
    tiers = np.array(list(TIER_STARTS))
    tier = tiers[np.searchsorted(list(TIER_STARTS.values()), creators.followers, "right") - 1]
    short = [category.name for category in categories()]
    stated = [
        [short[main]] + ([short[second]] if tells and second != main else [])
        for main, second, tells in zip(
            creators.category, creators.second, rng.random(n) < 0.55, strict=True
        )
    ]
    return pd.DataFrame({
        "creator_id": names.creator.to_pylist(),
        "handle": _handles(rng, creators.category),
        "followers": creators.followers,
        "tier": tier,
        "country": rng.choice(["US", "CA", "GB", "MX"], n, p=[0.86, 0.06, 0.05, 0.03]),
        "categories": stated,
        "joined_on": [world.calendar.on(day) for day in world.presence.joins],
    })  # fmt: skip


def _handles(rng: np.random.Generator, category: Ints) -> list[str]:
    """Invented handles, each once."""
    taken: dict[str, None] = {}
    for kind in category:
        first = rng.choice(vocabulary()["first_names"])
        word = rng.choice(vocabulary()["handle_words"][categories()[kind].short])
        form = rng.choice(["{0}.{1}", "{0}_{1}", "{1}with{0}", "{0}{1}", "the{1}{0}", "{1}.by.{0}"])
        handle = form.format(first, word)
        while handle in taken:
            handle = f"{form.format(first, word)}{rng.integers(2, 9_999)}"
        taken[handle] = None
    return list(taken)


def audience_rows(world: World, names: Names) -> pd.DataFrame:
    """Shares of age, gender and region; a seventh of the creators do not share theirs."""
    rng, creators = world.rng("audience"), world.population.creators
    known = np.flatnonzero(rng.random(names.creators) > 1 / 7)
    middle = np.array(list(AGES.values()))
    age = np.exp(-((creators.age[known, None] - middle) ** 2) / (2 * 8.5**2)) + 0.01
    age = age / age.sum(axis=1, keepdims=True)
    female = creators.female[known]
    home = creators.home_share[known]
    abroad = rng.dirichlet(np.ones(len(ABROAD)), len(known)) * (1 - home[:, None])
    parts = [
        _shares(names, known, "age", list(AGES), age),
        _shares(names, known, "gender", ["female", "male"], np.column_stack([female, 1 - female])),
        _shares(names, known, "region", ["US", *ABROAD], np.column_stack([home, abroad])),
    ]
    return pd.concat(parts, ignore_index=True)


def _shares(
    names: Names, creator: Ints, dimension: str, buckets: list[str], share: Floats
) -> pd.DataFrame:
    return pd.DataFrame({
        "creator_id": np.repeat(names.creator_texts[creator], len(buckets)),
        "dimension": dimension,
        "bucket": np.tile(buckets, len(creator)),
        "share": np.round(share, 4).ravel(),
    })  # fmt: skip


def content_rows(world: World, names: Names, brands: list[str]) -> pa.Table:
    contents = world.contents
    ended = contents.starts_at + contents.length * 60 * MICROSECONDS
    return pa.table({
        "content_id": names.content,
        "creator_id": coded(contents.creator, names.creator),
        "content_type": coded(contents.kind, names.content_type),
        "started_at": instants(contents.starts_at),
        "ended_at": instants(np.where(contents.kind == LIVE, ended, -1)),
        "title": pa.array(_content_titles(world, brands)),
    })  # fmt: skip


def _content_titles(world: World, brands: list[str]) -> list[str]:
    rng, products, words = world.rng("posts"), world.population.products, vocabulary()
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    titles = []
    pick = rng.random(len(world.contents))
    for kind, product, day, luck in zip(
        world.contents.kind, world.contents.product, world.contents.day, pick, strict=True
    ):
        category = categories()[products.category[product]]
        leaf = category.leaves[products.leaf[product]][1]
        forms = words["video_titles" if kind == VIDEO else "live_titles"]
        form = forms[int(luck * len(forms))] if kind in (VIDEO, LIVE) else "{brand} {leaf}"
        title = form.format(
            leaf=leaf.lower() if kind == VIDEO else leaf,
            brand=brands[products.brand[product]],
            price=int(products.price[product]) + 1,
            day=days[world.calendar.on(day).weekday()],
            short=category.short.lower() if kind == LIVE else category.short,
        )
        titles.append(title[0].upper() + title[1:])
    return titles
