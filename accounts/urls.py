"""Addresses of one's own account and of the administrator's pages."""

from django.urls import path

from accounts.views import own, people, system, units

app_name = "accounts"
urlpatterns = [
    path("bao-mat/", own.security, name="security"),
    path("ho-so-ca-nhan/", own.profile, name="profile"),
    path("mat-khau/lan-dau/", own.first_sign_in, name="first_sign_in"),
    path("mat-khau/dat-lai/", own.reset_entry, name="reset_entry"),
    path("doi-vai-tro/", own.switch_seat, name="switch_seat"),
    path("quan-tri/", system.admin_home, name="admin"),
    path("quan-tri/nguoi-dung/", people.UserList.as_view(), name="users"),
    path("quan-tri/nguoi-dung/them/", people.user_create, name="user_create"),
    path("quan-tri/nguoi-dung/<int:pk>/", people.user_page, name="user"),
    path("quan-tri/nguoi-dung/<int:pk>/sua/", people.user_edit, name="user_edit"),
    path("quan-tri/nguoi-dung/<int:pk>/lien-ket/", people.user_link, name="user_link"),
    path("quan-tri/nguoi-dung/<int:pk>/ngung/", people.user_disable, name="user_disable"),
    path("quan-tri/nguoi-dung/<int:pk>/mo-lai/", people.user_enable, name="user_enable"),
    path("quan-tri/nguoi-dung/<int:pk>/ket-thuc-phien/", people.user_end_sessions, name="user_end_sessions"),
    path("quan-tri/nguoi-dung/<int:pk>/dat-lai-xac-thuc/", people.factor_ask, name="factor_ask"),
    path("quan-tri/nguoi-dung/<int:pk>/vai-tro/", people.seat_give, name="seat_give"),
    path("quan-tri/vai-tro/<int:pk>/ket-thuc/", people.seat_end, name="seat_end"),
    path("quan-tri/dat-lai-xac-thuc/", people.factor_resets, name="factor_resets"),
    path("quan-tri/dat-lai-xac-thuc/<int:pk>/", people.factor_confirm, name="factor_confirm"),
    path("quan-tri/don-vi/", units.unit_list, name="units"),
    path("quan-tri/don-vi/<int:pk>/", units.unit_page, name="unit"),
    path("quan-tri/don-vi/<int:pk>/ke-thua/", units.unit_succeed, name="unit_succeed"),
    path("quan-tri/don-vi/<int:pk>/chuyen-vai-tro/", units.unit_move_seats, name="unit_move_seats"),
    path("quan-tri/nhat-ky/", system.AuditList.as_view(), name="audit"),
    path("quan-tri/quyen-truy-cap/", system.access_page, name="access"),
    path("quan-tri/thiet-lap/", system.settings_page, name="settings"),
]
