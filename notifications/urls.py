"""Addresses of work, messages and mail."""

from django.urls import path

from notifications.views import messages, outbox, reminders, todo, trial

app_name = "notifications"
urlpatterns = [
    path("viec-can-lam/", todo.todo_page, name="todo"),
    path("thong-bao/", messages.message_list, name="messages"),
    path("thong-bao/<uuid:message_id>/mo/", messages.open_message, name="open"),
    path("thong-bao/<uuid:message_id>/da-doc/", messages.read, name="read"),
    path("thong-bao/da-doc-tat-ca/", messages.read_all, name="read_all"),
    path("thong-bao/nhan-thu/", messages.preference, name="preference"),
    path("thong-bao/hop-thu-thu/", trial.trial_box, name="trial_box"),
    path("thong-bao/lich-nhac/", reminders.schedule_page, name="schedule"),
    path("thong-bao/lich-nhac/gui-ngay/", reminders.remind_now, name="remind_now"),
    path("thong-bao/lich-nhac/ngay-nghi/", reminders.order_day, name="order_day"),
    path("thong-bao/lich-nhac/ngay-nghi/<int:day_id>/xoa/", reminders.withdraw_day, name="withdraw_day"),
    path("quan-tri/hop-thu-di/", outbox.outbox, name="outbox"),
    path("quan-tri/hop-thu-di/gui-lai/", outbox.resend_mails, name="resend"),
]
