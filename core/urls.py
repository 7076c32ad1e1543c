"""Addresses of the ground floor."""

from django.urls import path

from core.views import files, frame, handbook, health, jobs, saved_views, search

app_name = "core"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("tep/<uuid:file_id>/", files.download, name="file"),
    path("tep/<uuid:file_id>/trang/<int:number>.png", files.page, name="file_page"),
    path("viec/<uuid:job_id>/", jobs.job_page, name="job"),
    path("viec/<uuid:job_id>/dung/", jobs.job_cancel, name="job_cancel"),
    path("viec/<uuid:job_id>/lam-lai/", jobs.job_retry, name="job_retry"),
    path("tro-giup/", handbook.handbook, name="handbook"),
    path("tim-kiem/", search.search_page, name="search"),
    path("doi-nam/", frame.change_year, name="change_year"),
    path("danh-sach-luu/", saved_views.save, name="saved_view_save"),
    path("danh-sach-luu/cot/", saved_views.columns, name="list_columns"),
    path("danh-sach-luu/<int:pk>/xoa/", saved_views.forget, name="saved_view_forget"),
]
