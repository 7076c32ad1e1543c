"""Addresses of producers, products, dossiers, recognitions and rounds."""

from django.urls import path

from products.urls_dossiers import patterns as dossier_patterns
from products.views import (
    dossiers,
    items,
    producers,
    receiving,
    recognitions,
    records,
    rounds,
    selfassessment,
    submission,
    villages,
)
from products.views import products as product_views

app_name = "products"
urlpatterns = [
    path("chu-the/", producers.ProducerList.as_view(), name="producers"),
    path("chu-the/moi/", producers.add, name="producer_add"),
    path("chu-the/<int:pk>/", producers.page, name="producer"),
    path("chu-the/<int:pk>/sua/", producers.edit, name="producer_edit"),
    path("chu-the/<int:pk>/giay-to/moi/", records.paper_add, name="paper_add"),
    path("chu-the/<int:pk>/giay-to/<int:paper_pk>/sua/", records.paper_edit, name="paper_edit"),
    path("lang-nghe/", villages.VillageList.as_view(), name="villages"),
    path("lang-nghe/moi/", villages.add, name="village_add"),
    path("lang-nghe/<int:pk>/", villages.page, name="village"),
    path("lang-nghe/<int:pk>/sua/", villages.edit, name="village_edit"),
    path("san-pham/", product_views.ProductList.as_view(), name="products"),
    path("san-pham/moi/", product_views.choose_producer, name="product_new"),
    path("chu-the/<int:pk>/san-pham-moi/", product_views.add, name="product_add"),
    path("san-pham/<int:pk>/", product_views.page, name="product"),
    path("san-pham/<int:pk>/sua/", product_views.edit, name="product_edit"),
    path("san-pham/<int:pk>/anh/", product_views.photos, name="product_photos"),
    path("san-pham/<int:pk>/anh/<int:photo_pk>/go/", product_views.remove_photo, name="product_photo_remove"),
    path("san-pham/<int:pk>/so-lieu/moi/", records.sales_add, name="sales_add"),
    path("san-pham/<int:pk>/so-lieu/<int:year>/sua/", records.sales_edit, name="sales_edit"),
    path("ho-so/", dossiers.DossierList.as_view(), name="dossiers"),
    path("ho-so/lap/", dossiers.choose_product, name="dossier_new"),
    path("san-pham/<int:pk>/lap-ho-so/", dossiers.open_, name="dossier_open"),
    path("ho-so/<int:pk>/", dossiers.page, name="dossier"),
    path("ho-so/<int:pk>/rut/", submission.withdraw, name="dossier_withdraw"),
    path("ho-so/<int:pk>/phan/<slug:code>/", items.page, name="item"),
    path("ho-so/<int:pk>/phan/<slug:code>/luu/", items.autosave, name="item_autosave"),
    path("ho-so/<int:pk>/phan/<slug:code>/tep/", items.upload, name="item_upload"),
    path("ho-so/<int:pk>/tep/<int:evidence_pk>/", items.evidence, name="evidence"),
    path("ho-so/<int:pk>/tep/<int:evidence_pk>/go/", items.remove, name="evidence_remove"),
    path("ho-so/<int:pk>/tu-danh-gia/", selfassessment.page, name="self_assessment"),
    path("ho-so/<int:pk>/tu-danh-gia/<int:criterion_pk>/", selfassessment.autosave, name="self_line"),
    path("ho-so/<int:pk>/kiem-tra-lai/", submission.check_answers, name="dossier_check"),
    path("ho-so/<int:pk>/da-nop/", submission.submitted, name="dossier_submitted"),
    path("ho-so/<int:pk>/tiep-nhan/", receiving.checklist, name="dossier_receive"),
    path("ho-so/<int:pk>/tiep-nhan/<slug:code>/", receiving.check_item, name="dossier_check_item"),
    path("ho-so/<int:pk>/tiep-nhan-dat-het/", receiving.pass_rest, name="dossier_pass_rest"),
    path("ho-so/<int:pk>/tra-lai/", receiving.send_back, name="dossier_return"),
    path("ho-so/<int:pk>/chap-nhan/", receiving.accept, name="dossier_accept"),
    path("ho-so/<int:pk>/de-nghi/", receiving.propose, name="dossier_propose"),
    path("ho-so/<int:pk>/mau/", receiving.samples, name="dossier_samples"),
    path("cong-nhan/", recognitions.RecognitionList.as_view(), name="recognitions"),
    path("cong-nhan/<int:pk>/", recognitions.page, name="recognition"),
    path("dot-danh-gia/", rounds.index, name="rounds"),
    path("dot-danh-gia/moi/", rounds.add, name="round_add"),
    path("dot-danh-gia/<int:pk>/sua/", rounds.edit, name="round_edit"),
]
urlpatterns += dossier_patterns
