"""Addresses of the sample pages."""

from django.urls import include, path

from core.views import errors
from tests.face import views

core_names = [
    path("viec/<uuid:job_id>/dung/", views.sample, name="job_cancel"),
    path("viec/<uuid:job_id>/lam-lai/", views.sample, name="job_retry"),
    path("tep/<uuid:file_id>/", views.sample, name="file"),
]

urlpatterns = [
    path("mau/<slug:name>/", views.sample, name="sample"),
    path("mau/<slug:name>/luu/", views.save, name="save"),
    path("mau/<slug:name>/tep/", views.upload, name="upload"),
    path("mau/<slug:name>/phan/", views.part, name="part"),
    path("loi/<slug:name>/", views.error, name="error"),
    path("", include((core_names, "core"))),
]
handler404 = errors.not_found
handler500 = errors.server_error
