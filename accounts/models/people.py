"""People and their seats."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from accounts.enums import Role
from accounts.models.units import Unit
from core.fields import FoldedField, SortKeyField
from core.models import Versioned


class UserManager(BaseUserManager["User"]):
    """Makes users; the username is stored in lower case."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        """Make a user; without a password the account waits for its first sign-in link."""
        user = self.model(username=username.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by sign-in name, whatever its case."""
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser, Versioned):
    """A person who signs in. What they may do is said by their seats, never by flags."""

    username = models.CharField("tên đăng nhập", max_length=60, unique=True)
    full_name = models.CharField("họ và tên", max_length=100)
    position = models.CharField("chức vụ", max_length=150, blank=True)
    organisation = models.CharField("cơ quan", max_length=200, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    is_active = models.BooleanField("đang dùng", default=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    password_changed_at = models.DateTimeField("đổi mật khẩu lúc", null=True, blank=True)
    name_folded = FoldedField("full_name", "username")
    name_sort = SortKeyField("full_name")

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "người dùng"
        ordering = ["name_sort"]

    def __str__(self) -> str:
        return self.full_name or self.username


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Named questions about seats."""

    def on(self, day: dt.date) -> MembershipQuerySet:
        """Seats in force on that day. A seat ends with its unit: the successor's officers get seats of their own.

        An administrator's does not: when the province itself ends, somebody must still move everybody's seats.
        """
        return self.lasting(day).filter(
            Q(unit__valid_to__isnull=True) | Q(unit__valid_to__gte=day) | Q(role=Role.ADMIN),
            valid_from__lte=day,
        )

    def lasting(self, day: dt.date) -> MembershipQuerySet:
        """Seats that are not over by that day, whether begun or not, whatever became of their units."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class Membership(models.Model):
    """A seat: one role at one unit between two dates."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="người dùng")
    role = models.CharField("vai trò", max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="đơn vị")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "vai trò tại đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"], condition=Q(valid_to__isnull=True), name="seat_open_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="seat_dates_in_order"
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"])]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.unit}"

    def lasts(self, day: dt.date) -> bool:
        """Say whether the day lies between the seat's own dates, whatever became of its unit."""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)
