"""Addresses of promotion."""

from django.urls import path

from promotion.views import events, organising, participations

app_name = "promotion"
urlpatterns = [
    path("xuc-tien/", events.EventList.as_view(), name="events"),
    path("xuc-tien/moi/", events.add, name="event_add"),
    path("xuc-tien/<int:pk>/", events.page, name="event"),
    path("xuc-tien/<int:pk>/sua/", events.edit, name="event_edit"),
    path("xuc-tien/<int:pk>/buoc/<slug:step>/", events.take_step, name="event_step"),
    path("xuc-tien/<int:pk>/ket-qua-chung/", events.outcome, name="event_outcome"),
    path("xuc-tien/<int:pk>/kinh-phi/", events.costs, name="event_costs"),
    path("xuc-tien/<int:pk>/kinh-phi/<int:cost_pk>/", events.cost, name="event_cost"),
    path("xuc-tien/<int:pk>/kinh-phi/<int:cost_pk>/bo/", events.cost_remove, name="event_cost_remove"),
    path("xuc-tien/<int:pk>/van-ban/<slug:kind>/", events.paper, name="event_paper"),
    path("xuc-tien/<int:pk>/dang-ky/", participations.choose, name="register_choose"),
    path("xuc-tien/<int:pk>/dang-ky/<int:producer_pk>/", participations.register, name="register"),
    path("xuc-tien/<int:pk>/xet-chon/", organising.selection, name="selection"),
    path("xuc-tien/<int:pk>/gian-hang/", organising.booths, name="booths"),
    path("xuc-tien/<int:pk>/gian-hang/danh-sach.pdf", organising.booths_pdf, name="booths_pdf"),
    path("xuc-tien/<int:pk>/gian-hang/danh-sach.xlsx", organising.booths_xlsx, name="booths_xlsx"),
    path("xuc-tien/<int:pk>/ket-qua/", organising.results, name="results"),
    path("xuc-tien/<int:pk>/ket-qua/bang-tinh.xlsx", organising.results_xlsx, name="results_xlsx"),
    path("xuc-tien/<int:pk>/ket-qua/nhap/", organising.results_import, name="results_import"),
    path("xuc-tien/<int:pk>/ket-qua/nhap/<uuid:file_pk>/", organising.results_confirm, name="results_confirm"),
    path("xuc-tien/luot/<int:pk>/", participations.page, name="participation"),
    path("xuc-tien/luot/<int:pk>/sua/", participations.edit, name="participation_edit"),
    path("xuc-tien/luot/<int:pk>/buoc/<slug:step>/", participations.take_step, name="participation_step"),
    path("xuc-tien/luot/<int:pk>/ket-qua/", participations.results, name="participation_results"),
]
