"""Codes at the door: a link that is good for some minutes, shown anew on the screen, so that it is no use at home."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from trainings.models import ClassSession, Participant, TrainingClass

_SALT = "trainings.door"
_FEEDBACK_SALT = "trainings.feedback"
SHOWN_SECONDS = 180  # the screen draws a new one each minute
TYPED_SECONDS = 900  # who opened it in time may take a while to type


def door_code(session: ClassSession) -> str:
    """The code of this moment for a session."""
    return signing.TimestampSigner(salt=_SALT, sep=".").sign(str(session.pk))


def door_url(session: ClassSession) -> str:
    """Public address that the door's QR code carries."""
    return settings.PORTAL_URL.rstrip("/") + reverse("catalogue:class_door", args=[door_code(session)])


def session_at(code: str, *, typed: bool = False) -> ClassSession | None:
    """The session of a door code that still holds, else None."""
    try:
        pk = signing.TimestampSigner(salt=_SALT, sep=".").unsign(
            code, max_age=TYPED_SECONDS if typed else SHOWN_SECONDS
        )
    except signing.BadSignature:
        return None
    return ClassSession.objects.select_related("training__unit").filter(pk=pk).first()


def feedback_code(training: TrainingClass) -> str:
    """The code of a class's evaluation form: not the one with which people register, so that only the class has it."""
    return signing.Signer(salt=_FEEDBACK_SALT, sep=".").sign(str(training.pk))


def feedback_url(training: TrainingClass) -> str:
    """Public address at which people of the list evaluate the class."""
    return settings.PORTAL_URL.rstrip("/") + reverse("catalogue:class_feedback", args=[feedback_code(training)])


def class_of_feedback(code: str) -> TrainingClass | None:
    """The class of such a code, else None."""
    try:
        pk = signing.Signer(salt=_FEEDBACK_SALT, sep=".").unsign(code)
    except signing.BadSignature:
        return None
    return TrainingClass.objects.select_related("unit").filter(pk=pk).first()


def registration_url(training: TrainingClass) -> str:
    """Public address at which people register by themselves."""
    return settings.PORTAL_URL.rstrip("/") + reverse("catalogue:class_registration", args=[training.token])


def own_url(participant: Participant) -> str:
    """The participant's own page, for who holds its link."""
    return settings.PORTAL_URL.rstrip("/") + reverse("catalogue:class_own", args=[participant.token])


def scan_url(participant: Participant) -> str:
    """What the participant's own QR code carries: the officer's page that notes them as present."""
    return settings.PORTAL_URL.rstrip("/") + reverse("trainings:scan", args=[participant.code])
