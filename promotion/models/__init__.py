"""Events with their participants, sales points, e-commerce, communications, gift sets and agreements."""

from promotion.models.agreements import Agreement
from promotion.models.channels import Channel, Listing, ListingSales
from promotion.models.criteria import PointCriteria
from promotion.models.events import EventCost, EventFile, PromotionEvent
from promotion.models.gifts import GiftItem, GiftSet
from promotion.models.media import Communication, CommunicationFile
from promotion.models.participations import Participation, ParticipationProduct
from promotion.models.points import ChecklistAnswer, ChecklistEvidence, PointRevenue, SalesPoint, ShownProduct

__all__ = [
    "Agreement",
    "Channel",
    "ChecklistAnswer",
    "ChecklistEvidence",
    "Communication",
    "CommunicationFile",
    "EventCost",
    "EventFile",
    "GiftItem",
    "GiftSet",
    "Listing",
    "ListingSales",
    "Participation",
    "ParticipationProduct",
    "PointCriteria",
    "PointRevenue",
    "PromotionEvent",
    "SalesPoint",
    "ShownProduct",
]
