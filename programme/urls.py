"""Addresses of plans, reports and the dashboard."""

from django.urls import path

from programme.urls_reports import report_patterns
from programme.views import budget, closing, dashboard, duties, plans, targets, tasks

app_name = "programme"
urlpatterns = [
    path("ke-hoach/", dashboard.dashboard, name="dashboard"),
    path("ke-hoach/danh-sach/", plans.plan_list, name="plans"),
    path("ke-hoach/lap-moi/", plans.plan_new, name="plan_new"),
    path("ke-hoach/<int:plan_id>/", plans.plan, name="plan"),
    path("ke-hoach/<int:plan_id>/sua/", plans.plan_edit, name="plan_edit"),
    path("ke-hoach/<int:plan_id>/chep/", plans.plan_copy, name="plan_copy"),
    path("ke-hoach/<int:plan_id>/van-ban/", plans.plan_paper, name="plan_paper"),
    path("ke-hoach/<int:plan_id>/buoc/<slug:step>/", plans.plan_step, name="plan_step"),
    path("ke-hoach/<int:plan_id>/chi-tieu/", targets.target_list, name="targets"),
    path("ke-hoach/<int:plan_id>/chi-tieu/moi/", targets.target_new, name="target_new"),
    path("ke-hoach/chi-tieu/<int:target_id>/", targets.target, name="target"),
    path("ke-hoach/chi-tieu/<int:target_id>/sua/", targets.target_edit, name="target_edit"),
    path("ke-hoach/chi-tieu/<int:target_id>/xoa/", targets.target_remove, name="target_remove"),
    path("ke-hoach/chi-tieu/<int:target_id>/ghi-so/", targets.figure_enter, name="figure_enter"),
    path("ke-hoach/<int:plan_id>/nhiem-vu/", tasks.board, name="tasks"),
    path("ke-hoach/<int:plan_id>/nhiem-vu/moi/", tasks.task_new, name="task_new"),
    path("ke-hoach/nhiem-vu/<int:task_id>/", tasks.task, name="task"),
    path("ke-hoach/nhiem-vu/<int:task_id>/sua/", tasks.task_edit, name="task_edit"),
    path("ke-hoach/nhiem-vu/<int:task_id>/xoa/", tasks.task_remove, name="task_remove"),
    path("ke-hoach/nhiem-vu/<int:task_id>/bao-tien-do/", tasks.progress_new, name="progress_new"),
    path("ke-hoach/<int:plan_id>/kinh-phi/", budget.budget, name="budget"),
    path("ke-hoach/<int:plan_id>/kinh-phi/moi/", budget.line_new, name="line_new"),
    path("ke-hoach/kinh-phi/<int:line_id>/sua/", budget.line_edit, name="line_edit"),
    path("ke-hoach/kinh-phi/<int:line_id>/xoa/", budget.line_remove, name="line_remove"),
    path("ke-hoach/<int:plan_id>/kinh-phi/hoat-dong/<str:key>/", budget.place, name="cost_place"),
    path("ke-hoach/<int:plan_id>/tong-ket/", closing.year, name="closing"),
    path("ke-hoach/<int:plan_id>/tong-ket/danh-sach/<slug:form>/", closing.ceremony_file, name="ceremony_file"),
    path("ke-hoach/<int:plan_id>/tong-ket/chuyen-nam-sau/", closing.carry_over, name="carry_over"),
    path("ke-hoach/<int:plan_id>/tong-ket/khen-thuong/", closing.award_new, name="award_new"),
    path("ke-hoach/khen-thuong/<int:award_id>/sua/", closing.award_edit, name="award_edit"),
    path("ke-hoach/khen-thuong/<int:award_id>/bo/", closing.award_remove, name="award_remove"),
    *report_patterns,
    path("bao-cao/nghia-vu/", duties.obligation_list, name="obligations"),
    path("bao-cao/nghia-vu/nhac/", duties.urge, name="urge"),
    path("bao-cao/nghia-vu/<int:obligation_id>/", duties.obligation, name="obligation"),
    path("bao-cao/nghia-vu/<int:obligation_id>/phan-cong/", duties.assign, name="obligation_assign"),
    path("bao-cao/nghia-vu/<int:obligation_id>/van-ban/", duties.attach, name="obligation_attach"),
    path("bao-cao/nghia-vu/<int:obligation_id>/buoc/<slug:step>/", duties.take_step, name="obligation_step"),
    path("bao-cao/dinh-ky/", duties.rule_list, name="duty_rules"),
    path("bao-cao/dinh-ky/moi/", duties.rule_new, name="duty_new"),
    path("bao-cao/dinh-ky/<int:rule_id>/sua/", duties.rule_edit, name="duty_edit"),
]
