"""What a product is: industry, group, subgroup; the subgroup names the criteria set."""

from __future__ import annotations

from django.db import models


class Industry(models.Model):
    """One of the six industries (ngành)."""

    code = models.CharField("mã", max_length=5, unique=True)
    name = models.CharField("tên", max_length=150)
    order = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "ngành sản phẩm"
        verbose_name_plural = "ngành sản phẩm"
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name


class ProductGroup(models.Model):
    """A group (nhóm) of an industry, code like "I.1"."""

    industry = models.ForeignKey(Industry, models.PROTECT, related_name="groups", verbose_name="ngành")
    code = models.CharField("mã", max_length=8, unique=True)
    name = models.CharField("tên", max_length=150)
    order = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "nhóm sản phẩm"
        verbose_name_plural = "nhóm sản phẩm"
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name


class Subgroup(models.Model):
    """A subgroup (phân nhóm), code like "I.1.a"; a group without subgroups has one that bears its own code."""

    group = models.ForeignKey(ProductGroup, models.PROTECT, related_name="subgroups", verbose_name="nhóm")
    code = models.CharField("mã", max_length=10, unique=True)
    name = models.CharField("tên", max_length=200)
    order = models.PositiveSmallIntegerField("thứ tự")
    set_number = models.PositiveSmallIntegerField("số bộ tiêu chí")
    ministries = models.JSONField("bộ quản lý ngành theo bộ sưu tập", default=dict)
    provenance = models.JSONField("nguồn gốc dữ liệu", default=dict)

    class Meta:
        verbose_name = "phân nhóm sản phẩm"
        verbose_name_plural = "phân nhóm sản phẩm"
        ordering = ("order",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
