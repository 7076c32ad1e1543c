"""Addresses of the look-up of the law."""

from django.urls import path

from criteria import views

app_name = "criteria"
urlpatterns = [
    path("bo-tieu-chi/", views.set_list, name="sets"),
    path("bo-tieu-chi/so-sanh/<int:number>/", views.compare, name="compare"),
    path("bo-tieu-chi/<slug:collection>/<int:number>/", views.set_page, name="set"),
    path("bo-tieu-chi/<slug:collection>/<int:number>/phieu.pdf", views.set_pdf, name="set_pdf"),
    path("quy-dinh/", views.ruleset_page, name="ruleset_today"),
    path("quy-dinh/<slug:code>/", views.ruleset_page, name="ruleset"),
]
