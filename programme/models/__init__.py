"""Annual plans with their targets, tasks and budget; report duties."""

from programme.models.budget import ActivityTask, BudgetEntry, BudgetLine
from programme.models.closing import Award
from programme.models.duties import DutyRule, ReportObligation
from programme.models.plans import AnnualPlan
from programme.models.reports import Report, ReportCorrection, ReportSection
from programme.models.targets import Target, TargetEntry
from programme.models.tasks import PlanTask, TaskEvidence, TaskProgress

__all__ = [
    "ActivityTask",
    "AnnualPlan",
    "Award",
    "BudgetEntry",
    "BudgetLine",
    "DutyRule",
    "PlanTask",
    "Report",
    "ReportCorrection",
    "ReportObligation",
    "ReportSection",
    "Target",
    "TargetEntry",
    "TaskEvidence",
    "TaskProgress",
]
