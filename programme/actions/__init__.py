"""The verbs of plans, targets, tasks, money and report duties."""

from programme.actions.budget import place_activity, remove_line, save_line
from programme.actions.closing import carry_over, remove_award, save_award
from programme.actions.copying import copy_plan
from programme.actions.duties import (
    assign_officers,
    attach_paper,
    ensure_obligations,
    save_rule,
    take_duty_step,
    urge,
)
from programme.actions.paper import draft_plan_paper
from programme.actions.plans import create_plan, edit_plan, take_plan_step
from programme.actions.targets import enter_figure, remove_target, save_target
from programme.actions.tasks import remove_task, report_progress, save_task

__all__ = [
    "assign_officers",
    "attach_paper",
    "carry_over",
    "copy_plan",
    "create_plan",
    "draft_plan_paper",
    "edit_plan",
    "ensure_obligations",
    "enter_figure",
    "place_activity",
    "remove_award",
    "remove_line",
    "remove_target",
    "remove_task",
    "report_progress",
    "save_award",
    "save_line",
    "save_rule",
    "save_target",
    "save_task",
    "take_duty_step",
    "take_plan_step",
    "urge",
]
