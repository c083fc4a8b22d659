"""Every candidate generator by name; a new one is added here and is then tried and merged."""

from models.generators.bridges import Bridges
from models.generators.broad_likeness import BroadLikeness
from models.generators.clock import Clock
from models.generators.content import Content
from models.generators.embeddings import Embeddings
from models.generators.factors import Factors
from models.generators.graph_filter import GraphFilter
from models.generators.likeness import Likeness
from models.generators.neighbours import CreatorNeighbours, ItemNeighbours
from models.generators.popularity import Popularity
from models.generators.profiles import Profiles
from models.generators.segments import Segments
from models.generators.smooth_steps import SmoothSteps
from models.generators.tastes import Tastes
from models.generators.transitions import Transitions
from models.matcher import Hybrid
from models.recommender import Recommender

GENERATORS: dict[str, type[Recommender]] = {
    generator.name: generator
    for generator in (
        Hybrid,
        Popularity,
        Segments,
        Content,
        Likeness,
        Bridges,
        Profiles,
        ItemNeighbours,
        CreatorNeighbours,
        GraphFilter,
        Factors,
        Embeddings,
    )
}
"""Methods of their own, and by default what a pipeline is made of."""

PARTS: dict[str, type[Recommender]] = GENERATORS | {
    part.name: part for part in (BroadLikeness, Transitions, SmoothSteps, Tastes, Clock)
}
"""Beside them those that a pipeline uses only for the kinds of data they were made for."""
