"""Lecturers, materials and costs of a class."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.files import UploadRefused
from core.forms import PortalModelForm
from trainings import rules
from trainings.actions import classes as actions
from trainings.forms import CostForm, LecturerForm, MaterialForm
from trainings.models import ClassCost, Lecturer, Material
from trainings.views.common import run_class


@dataclass(frozen=True)
class _Part:
    """One kind of part: its model, its form, its words."""

    model: type[Lecturer] | type[Material] | type[ClassCost]
    form: type[PortalModelForm]
    noun: str


PARTS = {
    "giang-vien": _Part(Lecturer, LecturerForm, "giảng viên"),
    "tai-lieu": _Part(Material, MaterialForm, "tài liệu"),
    "kinh-phi": _Part(ClassCost, CostForm, "khoản chi"),
}


def _part(name: str) -> _Part:
    if name not in PARTS:
        raise Http404
    return PARTS[name]


@require_http_methods(["GET", "POST"])
def part_add(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Add a lecturer, a material or a cost."""
    training, kind = run_class(request, pk), _part(part)
    rules.check_not_settled(training)
    form = kind.form(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_part(
                training=training,
                model=kind.model,
                values=form.changes(),
                actor=request.user,
                upload=form.cleaned_data.get("file"),
            )
        except UploadRefused as refusal:
            form.add_error("file", refusal.sentence)
        else:
            messages.success(request, f"Đã thêm {kind.noun}.")
            return redirect(f"{reverse('trainings:class', args=[pk])}#{part}")
    context = {"form": form, "training": training, "heading": f"Thêm {kind.noun}", "subheading": training.name,
               "save_label": f"Thêm {kind.noun}", "back_url": reverse("trainings:class", args=[pk])}  # fmt: skip
    return render(request, "trainings/form.html", context)


@require_http_methods(["GET", "POST"])
def part_edit(request: HttpRequest, pk: int, part: str, part_pk: int) -> HttpResponse:
    """Change one; a material's file is replaced by removing it and adding another."""
    training, kind = run_class(request, pk), _part(part)
    rules.check_not_settled(training)
    row = get_object_or_404(kind.model._default_manager.filter(training=training), pk=part_pk)
    form = kind.form(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        actions.edit_part(row=row, values=form.changes(), actor=request.user)
        messages.success(request, f"Đã lưu {kind.noun}.")
        return redirect(f"{reverse('trainings:class', args=[pk])}#{part}")
    context = {
        "form": form, "training": training, "heading": f"Sửa {kind.noun}", "subheading": training.name, "save_label": "Lưu",
        "back_url": reverse("trainings:class", args=[pk]),
        "remove_url": reverse("trainings:part_remove", args=[pk, part, part_pk]), "noun": kind.noun,
    }  # fmt: skip
    return render(request, "trainings/form.html", context)


@require_POST
def part_remove(request: HttpRequest, pk: int, part: str, part_pk: int) -> HttpResponse:
    """Take one off the class."""
    training, kind = run_class(request, pk), _part(part)
    row = get_object_or_404(kind.model._default_manager.filter(training=training), pk=part_pk)
    actions.remove_part(row=row, actor=request.user)
    messages.success(request, f"Đã bỏ {kind.noun}.")
    return redirect(f"{reverse('trainings:class', args=[pk])}#{part}")
