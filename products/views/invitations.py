"""Inviting producers, and the page that the link opens."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from accounts.seats import has_role
from core.errors import Denied
from products import rules
from products.actions import invitations as actions
from products.invitation_forms import AcceptForm, InviteForm
from products.models import Producer, ProducerInvitation
from products.visibility import visible_producers

_LINK, _SECRET = "invitation_link", "invitation_secret"


def _producer(request: HttpRequest, pk: int) -> Producer:
    producer = get_object_or_404(visible_producers(request.user), pk=pk)
    if not rules.enters_at(request.user, producer.district_id, producer.commune_id):
        raise Denied("Bạn chỉ mời được chủ thể trong địa bàn được giao.", obj=producer, action="producer.invite")
    return producer


def _show(request: HttpRequest, invitation: ProducerInvitation, secret: str) -> HttpResponse:
    """The link goes to the next page by way of the session, and is shown once."""
    link = urljoin(settings.PORTAL_URL, actions.path_of(secret))
    request.session[f"{_LINK}:{invitation.pk}"] = link
    return redirect("products:invitation_link", pk=invitation.producer_id, invitation_pk=invitation.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite somebody to act for a producer; what was sent before stands below."""
    producer = _producer(request, pk)
    initial = {"full_name": producer.representative, "email": producer.email, "phone": producer.phone}
    form = InviteForm(request.POST or None, initial=initial)
    if form.is_valid():
        invitation, secret = actions.invite(producer=producer, actor=request.user, **form.cleaned_data)
        return _show(request, invitation, secret)
    context = {
        "producer": producer,
        "form": form,
        "sent": producer.invitations.select_related("invited_by", "accepted_by", "revoked_by"),
        "accounts": producer.accounts.select_related("user"),
        "days": actions.DAYS,
    }
    return render(request, "products/invite.html", context)


@never_cache
@require_safe
def link(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """The link of an invitation, once."""
    producer = _producer(request, pk)
    invitation = get_object_or_404(producer.invitations, pk=invitation_pk)
    context = {
        "producer": producer,
        "invitation": invitation,
        "link": request.session.pop(f"{_LINK}:{invitation.pk}", ""),
    }
    return render(request, "products/invitation_link.html", context)


@require_POST
def renew(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """A new link for the same person."""
    producer = _producer(request, pk)
    invitation = get_object_or_404(producer.invitations, pk=invitation_pk)
    return _show(request, invitation, actions.renew(invitation=invitation, actor=request.user))


@require_POST
def revoke(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """Take the invitation back."""
    producer = _producer(request, pk)
    invitation = get_object_or_404(producer.invitations, pk=invitation_pk)
    actions.revoke(invitation=invitation, actor=request.user)
    messages.success(request, f"Đã thu lại lời mời gửi {invitation.full_name}.")
    return redirect("products:invite", pk=producer.pk)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """The page of the link. The secret moves from the address into the session at once."""
    if "ma" in request.GET:
        request.session[_SECRET] = request.GET["ma"]
        return redirect("products:invitation")
    secret = request.session.get(_SECRET, "")
    invitation = actions.read(secret)
    if invitation is None:
        return render(request, "products/invitation.html", {"invitation": None})
    can_join = request.user.is_authenticated and has_role(request.user, Role.PRODUCER)
    form = AcceptForm(request.POST if request.method == "POST" and "join" not in request.POST else None)
    if request.method == "POST" and "join" in request.POST and can_join:
        actions.join(secret=secret, actor=request.user)
        del request.session[_SECRET]
        messages.success(request, f"Tài khoản của bạn nay làm việc được cho {invitation.producer.name}.")
        return redirect("products:producer", pk=invitation.producer_id)
    if form.is_valid():
        try:
            actions.accept(
                secret=secret, username=form.cleaned_data["username"], password=form.cleaned_data["password1"]
            )
        except ValidationError as error:
            form.add_error("password1", error)
        except Denied as refusal:
            form.add_error("username", refusal.sentence)
        else:
            del request.session[_SECRET]
            messages.success(request, "Đã mở tài khoản. Đăng nhập bằng tên và mật khẩu vừa đặt.")
            return redirect(settings.LOGIN_URL)
    context = {"invitation": invitation, "form": form, "can_join": can_join}
    return render(request, "products/invitation.html", context)
