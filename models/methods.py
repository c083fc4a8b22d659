"""Every recommender by name; a new one is added here and is then evaluated, chosen and served."""

from models.baselines import Content, Popularity
from models.matcher import Hybrid
from models.recommender import Recommender

METHODS: dict[str, type[Recommender]] = {
    method.name: method for method in (Hybrid, Popularity, Content)
}
