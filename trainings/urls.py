"""Addresses of the app."""

from django.urls import path

from trainings.views import attendance, classes, coverage, mine, papers, parts, people, sheets

app_name = "trainings"
urlpatterns = [
    path("tap-huan/", classes.ClassList.as_view(), name="classes"),
    path("tap-huan/moi/", classes.class_add, name="class_add"),
    path("tap-huan/cua-toi/", mine.my_classes, name="my_classes"),
    path("tap-huan/cua-toi/<int:pk>/", mine.my_class, name="my_class"),
    path("tap-huan/cua-toi/<int:pk>/dang-ky/", mine.my_register, name="my_register"),
    path("tap-huan/cua-toi/<int:pk>/tra-loi/", mine.my_answer, name="my_answer"),
    path("tap-huan/do-phu/", coverage.coverage, name="coverage"),
    path("tap-huan/do-phu/danh-sach/", coverage.CoverageList.as_view(), name="coverage_list"),
    path("tap-huan/chi-tieu/", coverage.targets, name="targets"),
    path("tap-huan/quet/<str:code>/", attendance.scan, name="scan"),
    path("tap-huan/<int:pk>/", classes.training_class, name="class"),
    path("tap-huan/<int:pk>/sua/", classes.class_edit, name="class_edit"),
    path("tap-huan/<int:pk>/buoc/<str:step>/", classes.take_step, name="step"),
    path("tap-huan/<int:pk>/ket-qua/", classes.result, name="result"),
    path("tap-huan/<int:pk>/muc/<str:part>/them/", parts.part_add, name="part_add"),
    path("tap-huan/<int:pk>/muc/<str:part>/<int:part_pk>/", parts.part_edit, name="part_edit"),
    path("tap-huan/<int:pk>/muc/<str:part>/<int:part_pk>/bo/", parts.part_remove, name="part_remove"),
    path("tap-huan/<int:pk>/hoc-vien/", people.ParticipantList.as_view(), name="participants"),
    path("tap-huan/<int:pk>/hoc-vien/moi/", people.invite, name="invite"),
    path("tap-huan/<int:pk>/hoc-vien/them/", people.person_add, name="person_add"),
    path("tap-huan/<int:pk>/hoc-vien/<int:person_pk>/", people.person, name="person"),
    path("tap-huan/<int:pk>/hoc-vien/<int:person_pk>/buoc/<str:step>/", people.person_step, name="person_step"),
    path("tap-huan/<int:pk>/hoc-vien/<int:person_pk>/giay-chung-nhan/", papers.certificate, name="certificate"),
    path("tap-huan/<int:pk>/ma-dang-ky/", people.registration, name="registration"),
    path("tap-huan/<int:pk>/phieu-danh-gia/", people.feedback, name="feedback"),
    path("tap-huan/<int:pk>/the-hoc-vien/", people.cards, name="cards"),
    path("tap-huan/<int:pk>/diem-danh/", attendance.overview, name="attendance"),
    path("tap-huan/<int:pk>/diem-danh/<int:session_pk>/", attendance.ticks, name="ticks"),
    path("tap-huan/<int:pk>/diem-danh/<int:session_pk>/ma-qr/", attendance.door, name="door"),
    path("tap-huan/<int:pk>/bang-tinh/", sheets.sheet, name="sheet"),
    path("tap-huan/<int:pk>/bang-tinh/mau.xlsx", sheets.template, name="sheet_template"),
    path("tap-huan/<int:pk>/bang-tinh/<uuid:file_id>/", sheets.check, name="sheet_check"),
    path("tap-huan/<int:pk>/bang-ky-ten.pdf", papers.sign_sheet, name="sign_sheet"),
    path("tap-huan/<int:pk>/van-ban/<str:kind>/", papers.draft, name="paper"),
    path("tap-huan/<int:pk>/giay-chung-nhan/", papers.certificates, name="certificates"),
]
