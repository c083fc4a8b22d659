"""Every candidate generator by name; a new one is added here and is then tried and merged."""

from models.generators.bridges import Bridges
from models.generators.content import Content
from models.generators.embeddings import Embeddings
from models.generators.factors import Factors
from models.generators.graph_filter import GraphFilter
from models.generators.likeness import Likeness
from models.generators.neighbours import CreatorNeighbours, ItemNeighbours
from models.generators.popularity import Popularity
from models.generators.profiles import Profiles
from models.generators.segments import Segments
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
