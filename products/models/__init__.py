"""Producers, products, dossiers and the register of recognitions."""

from products.models.dossiers import Dossier, DossierItem, Evidence, SelfAssessmentLine
from products.models.imports import ImportBatch, ImportRow
from products.models.invitations import ProducerInvitation
from products.models.merges import ProducerAlias, ProducerMerge
from products.models.numbers import NumberSeries
from products.models.papers import ProducerDocument
from products.models.producers import Producer, ProducerAccount
from products.models.products import Product, ProductAlias, ProductPhoto
from products.models.recognitions import Recognition
from products.models.reports import DossierReport, DossierSubmission, DossierTick
from products.models.rounds import EvaluationRound
from products.models.sales import ProductSales
from products.models.villages import CraftVillage

__all__ = [
    "CraftVillage",
    "Dossier",
    "DossierItem",
    "DossierReport",
    "DossierSubmission",
    "DossierTick",
    "EvaluationRound",
    "Evidence",
    "ImportBatch",
    "ImportRow",
    "NumberSeries",
    "Producer",
    "ProducerAccount",
    "ProducerAlias",
    "ProducerDocument",
    "ProducerInvitation",
    "ProducerMerge",
    "Product",
    "ProductAlias",
    "ProductPhoto",
    "ProductSales",
    "Recognition",
    "SelfAssessmentLine",
]
