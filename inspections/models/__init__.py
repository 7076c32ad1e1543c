"""Plans, teams, inspections, findings, revocations, complaints."""

from inspections.models.complaints import Complaint
from inspections.models.findings import CorrectiveAction, Finding, RepairEvidence
from inspections.models.plans import InspectionPlan, PlanItem
from inspections.models.revocations import RevocationCase
from inspections.models.teams import InspectionTeam, TeamMember
from inspections.models.visits import (
    InspectedProduct,
    Inspection,
    InspectionCost,
    InspectionLine,
    InspectionPhoto,
    InspectionSignature,
)

__all__ = [
    "Complaint",
    "CorrectiveAction",
    "Finding",
    "InspectedProduct",
    "Inspection",
    "InspectionCost",
    "InspectionLine",
    "InspectionPhoto",
    "InspectionPlan",
    "InspectionSignature",
    "InspectionTeam",
    "PlanItem",
    "RepairEvidence",
    "RevocationCase",
    "TeamMember",
]
