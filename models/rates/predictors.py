"""Every predictor by name; a new one is added here and is then evaluated."""

from models.rates.boosting import Boosting
from models.rates.conversion import ConversionPipeline
from models.rates.extra_trees import ExtraTrees
from models.rates.logistic import Logistic
from models.rates.predictor import BaseRate, Predictor

PREDICTORS: dict[str, type[Predictor]] = {
    predictor.name: predictor
    for predictor in (ConversionPipeline, BaseRate, Logistic, Boosting, ExtraTrees)
}
