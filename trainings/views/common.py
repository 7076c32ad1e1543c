"""What several pages need."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from core.forms import whole_numbers
from trainings import rules, visibility
from trainings.models import ClassSession, Participant, TrainingClass


def class_or_404(request: HttpRequest, pk: int) -> TrainingClass:
    """A class that this person may see; another unit's answers 404."""
    return get_object_or_404(visibility.visible_classes(request.user).select_related("unit__parent"), pk=pk)


def run_class(request: HttpRequest, pk: int) -> TrainingClass:
    """A class that the person organises. Raises Denied for one that they only see."""
    training = class_or_404(request, pk)
    rules.check_runs(request.user, training)
    return training


def session_or_404(training: TrainingClass, pk: int) -> ClassSession:
    """A session of the class."""
    return get_object_or_404(training.sessions, pk=pk)


def person_or_404(request: HttpRequest, training: TrainingClass, pk: int) -> Participant:
    """A participant whom the person may see."""
    rows = visibility.visible_participants(request.user, training)
    return get_object_or_404(rows.select_related("training__unit", "producer", "unit", "certificate_file"), pk=pk)


def posted_ids(request: HttpRequest, name: str) -> list[int]:
    """Numbers of chosen rows."""
    return whole_numbers(request.POST.getlist(name))
