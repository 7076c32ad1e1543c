"""Classes, their sessions and papers, participants, attendance, what participants said, the year's targets."""

from trainings.models.classes import ClassCost, ClassSession, ClassTarget, Lecturer, Material, TrainingClass
from trainings.models.participants import AttendanceMark, Feedback, Participant

__all__ = [
    "AttendanceMark",
    "ClassCost",
    "ClassSession",
    "ClassTarget",
    "Feedback",
    "Lecturer",
    "Material",
    "Participant",
    "TrainingClass",
]
