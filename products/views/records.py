"""What hangs on a record: yearly sales of a product, papers of a producer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.files import UploadRefused
from products import rules
from products.actions import papers, sales
from products.models import Producer, Product
from products.record_forms import NewSalesForm, PaperForm, SalesForm
from products.visibility import visible_producers, visible_products


def _product(request: HttpRequest, pk: int) -> Product:
    product = get_object_or_404(visible_products(request.user), pk=pk)
    rules.check_edit_product(request.user, product)
    return product


def _producer(request: HttpRequest, pk: int) -> Producer:
    producer = get_object_or_404(visible_producers(request.user), pk=pk)
    rules.check_edit_producer(request.user, producer)
    return producer


@require_http_methods(["GET", "HEAD", "POST"])
def sales_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the figures of a year."""
    product = _product(request, pk)
    form = NewSalesForm(request.POST or None, taken=frozenset(product.sales.values_list("year", flat=True)))
    if form.is_valid():
        values = form.changes()
        year = values.pop("year")
        sales.record_sales(product=product, year=year, actor=request.user, values=values)
        messages.success(request, f"Đã ghi số liệu năm {year}.")
        return redirect("products:product", pk=product.pk)
    return render(request, "products/sales_form.html", {"form": form, "product": product})


@require_http_methods(["GET", "HEAD", "POST"])
def sales_edit(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Change the figures of a year."""
    product = _product(request, pk)
    row = get_object_or_404(product.sales.select_related("product"), year=year)
    form = SalesForm(request.POST or None, instance=row)
    if form.is_valid():
        sales.edit_sales(sales=row, actor=request.user, values=form.changes(), version=form.opened_version)
        messages.success(request, "Đã lưu thay đổi.")
        return redirect("products:product", pk=product.pk)
    return render(request, "products/sales_form.html", {"form": form, "product": product, "sales": row})


@require_http_methods(["GET", "HEAD", "POST"])
def paper_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a paper of a producer."""
    producer = _producer(request, pk)
    form = PaperForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            papers.record_paper(
                producer=producer, actor=request.user, values=form.changes(), upload=form.cleaned_data["upload"]
            )
        except UploadRefused as refusal:
            form.add_error("upload", refusal.sentence)
        else:
            messages.success(request, "Đã ghi giấy tờ.")
            return redirect(reverse("products:producer", args=[producer.pk]) + "#giay-to")
    return render(request, "products/paper_form.html", {"form": form, "producer": producer})


@require_http_methods(["GET", "HEAD", "POST"])
def paper_edit(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """Change what is recorded of a paper."""
    producer = _producer(request, pk)
    paper = get_object_or_404(producer.documents.select_related("producer", "file"), pk=paper_pk)
    form = PaperForm(request.POST or None, request.FILES or None, instance=paper)
    if form.is_valid():
        try:
            papers.edit_paper(
                paper=paper,
                actor=request.user,
                values=form.changes(),
                upload=form.cleaned_data["upload"],
                version=form.opened_version,
            )
        except UploadRefused as refusal:
            form.add_error("upload", refusal.sentence)
        else:
            messages.success(request, "Đã lưu thay đổi.")
            return redirect(reverse("products:producer", args=[producer.pk]) + "#giay-to")
    return render(request, "products/paper_form.html", {"form": form, "producer": producer, "paper": paper})
