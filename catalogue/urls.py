"""Addresses that everybody may open."""

from django.urls import path

from catalogue.views import classes, complaints, data, lookup, points, revenue, verify

app_name = "catalogue"
urlpatterns = [
    path("tra-cuu/", lookup.lookup, name="lookup"),
    path("tra-cuu/du-lieu-mo/san-pham-ocop.csv", data.as_csv, name="csv"),
    path("tra-cuu/du-lieu-mo/san-pham-ocop.json", data.as_json, name="json"),
    path("tra-cuu/anh/<int:photo_id>/<str:size>.jpg", lookup.photo, name="photo"),
    path("tra-cuu/diem-ban/", points.points, name="points"),
    path("tra-cuu/<str:key>/", lookup.product, name="product"),
    path("diem-ban/<str:token>/doanh-thu/", revenue.revenue, name="point_revenue"),
    path("phan-anh/", complaints.complain, name="complain"),
    path("phan-anh/ket-qua/", complaints.complaint_status, name="complaint_status"),
    path("phan-anh/da-nhan/", complaints.complained, name="complained"),
    path("xac-minh/", verify.ask, name="ask"),
    path("xac-minh/<str:code>/", verify.verify, name="verify"),
    path("xac-minh/<str:code>/ma-qr.svg", verify.qr, name="qr"),
    path("lop-tap-huan/<str:token>/", classes.registration, name="class_registration"),
    path("lop-tap-huan/diem-danh/<str:code>/", classes.door, name="class_door"),
    path("lop-tap-huan/danh-gia/<str:code>/", classes.feedback_form, name="class_feedback"),
    path("lop-tap-huan/hoc-vien/<str:token>/", classes.own, name="class_own"),
    path("lop-tap-huan/hoc-vien/<str:token>/danh-gia/", classes.evaluate, name="class_evaluate"),
    path("lop-tap-huan/hoc-vien/<str:token>/tai-lieu/<int:pk>/", classes.material, name="class_material"),
    path("lop-tap-huan/hoc-vien/<str:token>/giay-chung-nhan/", classes.certificate, name="class_certificate"),
]
