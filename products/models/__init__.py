"""Producers, products, dossiers and the register of recognitions."""

from products.models.dossiers import Dossier, DossierItem, Evidence, SelfAssessmentLine
from products.models.numbers import NumberSeries
from products.models.producers import Producer, ProducerAccount
from products.models.products import Product, ProductAlias, ProductPhoto
from products.models.recognitions import Recognition
from products.models.rounds import EvaluationRound

__all__ = [
    "Dossier",
    "DossierItem",
    "EvaluationRound",
    "Evidence",
    "NumberSeries",
    "Producer",
    "ProducerAccount",
    "Product",
    "ProductAlias",
    "ProductPhoto",
    "Recognition",
    "SelfAssessmentLine",
]
