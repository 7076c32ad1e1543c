"""Addresses that everybody may open."""

from django.urls import path

from catalogue.views import data, lookup, verify

app_name = "catalogue"
urlpatterns = [
    path("tra-cuu/", lookup.lookup, name="lookup"),
    path("tra-cuu/du-lieu-mo/san-pham-ocop.csv", data.as_csv, name="csv"),
    path("tra-cuu/du-lieu-mo/san-pham-ocop.json", data.as_json, name="json"),
    path("tra-cuu/anh/<int:photo_id>/<str:size>.jpg", lookup.photo, name="photo"),
    path("tra-cuu/<str:key>/", lookup.product, name="product"),
    path("xac-minh/", verify.ask, name="ask"),
    path("xac-minh/<str:code>/", verify.verify, name="verify"),
    path("xac-minh/<str:code>/ma-qr.svg", verify.qr, name="qr"),
]
