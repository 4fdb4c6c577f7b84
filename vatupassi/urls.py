"""Addresses of the VatuPassi."""

from django.urls import URLPattern, path

from vatupassi import start
from vatupassi.agreement import views as agreements
from vatupassi.assessment import views as assessment
from vatupassi.conversation import invitation_views as invitations
from vatupassi.conversation.views import (
    conversation_calendar,
    conversation_detail,
    conversation_end,
    conversation_list,
    conversation_open_again,
    conversation_step,
    conversation_write,
    differing_view_save,
    memo_confirm,
    memo_held,
    memo_include,
    memo_reopen,
    own_sentences,
)
from vatupassi.figures import views as figures
from vatupassi.finding import views as finding
from vatupassi.follow_up import views as follow_ups
from vatupassi.hand_over import views as hand_over
from vatupassi.level import views as level
from vatupassi.memo import extract_views as extracts
from vatupassi.memo import views as memo
from vatupassi.occasion import views as occasions
from vatupassi.opening import views as openings
from vatupassi.pair import views as pairs
from vatupassi.practice import views as practice
from vatupassi.presence import views as presence
from vatupassi.promise import views as promises
from vatupassi.round import for_all
from vatupassi.round import views as rounds
from vatupassi.sharing import views as sharing
from vatupassi.team import views as team

urlpatterns: list[URLPattern] = [
    path("", start.home, name="home"),
    path("etsi/", finding.finding, name="finding"),
    path("tiimi/", team.team, name="team"),
    path("tiimi/<uuid:pk>/ei-nyt/", team.team_not_now, name="team_not_now"),
    path("keskustelut/kanssa/<uuid:pk>/", pairs.pair, name="pair"),
    path("keskustelut/kanssa/<uuid:pk>/anna-sovitut/", pairs.pair_give_agreed, name="pair_give_agreed"),
    # conversations
    path("keskustelut/", conversation_list, name="conversation_list"),
    path("keskustelut/uusi/", invitations.conversation_start, name="conversation_start"),
    path("keskustelut/uusi/kutsu/", invitations.conversation_invite, name="conversation_invite"),
    path("keskustelut/uusi/kayty/", invitations.conversation_talked, name="conversation_talked"),
    path("keskustelut/<uuid:pk>/", conversation_detail, name="conversation_detail"),
    path("keskustelut/<uuid:pk>/sopii/", invitations.conversation_accept, name="conversation_accept"),
    path("keskustelut/<uuid:pk>/aika/", invitations.conversation_propose, name="conversation_propose"),
    path("keskustelut/<uuid:pk>/ei-sovi/", invitations.conversation_refuse_time, name="conversation_refuse_time"),
    path("keskustelut/<uuid:pk>/peru/", invitations.conversation_decline, name="conversation_decline"),
    path("keskustelut/<uuid:pk>/kumppani/", invitations.conversation_partner, name="conversation_partner"),
    path("keskustelut/<uuid:pk>/kaytanto/", invitations.conversation_practical, name="conversation_practical"),
    path("keskustelut/<uuid:pk>/paperilla/", invitations.conversation_paper, name="conversation_paper"),
    path("keskustelut/<uuid:pk>/kayty/", invitations.conversation_without, name="conversation_without"),
    path("keskustelut/<uuid:pk>/ei-kayty/", invitations.conversation_deny, name="conversation_deny"),
    path("keskustelut/<uuid:pk>/allekirjoitettu/", invitations.conversation_signed, name="conversation_signed"),
    path("keskustelut/<uuid:pk>/paata/", conversation_end, name="conversation_end"),
    path("keskustelut/<uuid:pk>/jatka/", conversation_open_again, name="conversation_open_again"),
    path("keskustelut/<uuid:pk>/keskustelu.ics", conversation_calendar, name="conversation_calendar"),
    # the talk
    path("keskustelut/<uuid:pk>/vaihe/<slug:step>/", conversation_step, name="conversation_step"),
    path("keskustelut/<uuid:pk>/vaihe/<slug:step>/tallenna/", conversation_write, name="conversation_write"),
    path("keskustelut/<uuid:pk>/lasna/", presence.presence, name="presence"),
    path("keskustelut/<uuid:pk>/omat-lauseet/", own_sentences, name="own_sentences"),
    path("keskustelut/<uuid:pk>/vaihe/<slug:step>/sovi/", agreements.agreement_add, name="agreement_add"),
    path("keskustelut/<uuid:pk>/vaihe/<slug:step>/sovi/uusi/", agreements.agreement_new, name="agreement_new"),
    path("sovitut/<uuid:pk>/", agreements.agreement_edit, name="agreement_edit"),
    path("sovitut/<uuid:pk>/tallenna/", agreements.agreement_save, name="agreement_save"),
    path("lupaukset/<uuid:pk>/", promises.promise_tick, name="promise_tick"),
    path("sovitut/<uuid:pk>/poista/", agreements.agreement_remove, name="agreement_remove"),
    path("keskustelut/<uuid:pk>/muistio/paiva/", memo_held, name="memo_held"),
    path("keskustelut/<uuid:pk>/muistio/mukaan/", memo_include, name="memo_include"),
    path("keskustelut/<uuid:pk>/muistio/vahvista/", memo_confirm, name="memo_confirm"),
    path("keskustelut/<uuid:pk>/muistio/avaa/", memo_reopen, name="memo_reopen"),
    # practising with an invented employee: nobody's address has an id
    path("harjoitus/", practice.practice, name="practice"),
    path("harjoitus/aloita/", practice.practice_begin, name="practice_begin"),
    path("harjoitus/lopeta/", practice.practice_end, name="practice_end"),
    path("harjoitus/valmistelu/", practice.practice_prepare, name="practice_prepare"),
    path("harjoitus/valmistelu/oma-nakemys/", practice.practice_view, name="practice_view"),
    path("harjoitus/vaihe/<slug:step>/", practice.practice_step, name="practice_step"),
    path("harjoitus/vaihe/<slug:step>/tallenna/", practice.practice_write, name="practice_write"),
    path("harjoitus/vaihe/<slug:step>/kysy/", practice.practice_ask, name="practice_ask"),
    path("harjoitus/vaihe/<slug:step>/sovi/", practice.practice_agree, name="practice_agree"),
    path("harjoitus/vaihe/<slug:step>/sovi/uusi/", practice.practice_agree_whole, name="practice_agree_whole"),
    path("harjoitus/sovitut/<uuid:pk>/", practice.practice_agreement, name="practice_agreement"),
    path("harjoitus/sovitut/<uuid:pk>/poista/", practice.practice_agreement_remove, name="practice_agreement_remove"),
    path("harjoitus/seuranta/aika/", practice.practice_plan, name="practice_plan"),
    path("harjoitus/seuranta/ei/", practice.practice_plan_none, name="practice_plan_none"),
    path("harjoitus/muistio/<slug:act>/", practice.practice_memo, name="practice_memo"),
    path("harjoitus/muistio.pdf", practice.practice_memo_pdf, name="practice_memo_pdf"),
    path("harjoitus/valmis/", practice.practice_done, name="practice_done"),
    # follow-ups
    path("keskustelut/<uuid:pk>/seuranta/aika/", follow_ups.follow_up_plan, name="follow_up_plan"),
    path("keskustelut/<uuid:pk>/seuranta/ei/", follow_ups.follow_up_cancel, name="follow_up_cancel"),
    path("keskustelut/<uuid:pk>/seuranta/<int:number>/", follow_ups.follow_up, name="follow_up"),
    path(
        "keskustelut/<uuid:pk>/seuranta/<int:number>/seuranta.ics",
        follow_ups.follow_up_calendar,
        name="follow_up_calendar",
    ),
    path("keskustelut/<uuid:pk>/seuranta/<int:number>/lasna/", presence.presence, name="follow_up_presence"),
    path("keskustelut/<uuid:pk>/seuranta/<int:number>/tallenna/", follow_ups.follow_up_write, name="follow_up_write"),
    path(
        "keskustelut/<uuid:pk>/seuranta/<int:number>/merkitse/<slug:question>/",
        follow_ups.follow_up_mark,
        name="follow_up_mark",
    ),
    path(
        "keskustelut/<uuid:pk>/seuranta/<int:number>/poista/<slug:question>/",
        follow_ups.follow_up_unmark,
        name="follow_up_unmark",
    ),
    path("keskustelut/<uuid:pk>/seuranta/<int:number>/jatka/", follow_ups.follow_up_reopen, name="follow_up_reopen"),
    path("keskustelut/<uuid:pk>/seuranta/<int:number>/pidetty/", follow_ups.follow_up_hold, name="follow_up_hold"),
    path("keskustelut/<uuid:pk>/eriava/", differing_view_save, name="differing_view_save"),
    # own assessment
    path("vatupassi/", assessment.assessment, name="assessment"),
    path("vatupassi/tallenna/", assessment.assessment_item, name="assessment_item"),
    path("vatupassi/uusi/", assessment.assessment_start, name="assessment_start"),
    path("vatupassi/aiemmat/", assessment.assessment_history, name="assessment_history"),
    path("vatupassi/aiemmat/sailytys/", assessment.assessment_keeping, name="assessment_keeping"),
    path("vatupassi/aiemmat/poisto/", assessment.assessments_removal, name="assessments_removal"),
    path("vatupassi/aiemmat/poista/", assessment.assessments_delete, name="assessments_delete"),
    path("vatupassi/<uuid:pk>/", assessment.assessment_detail, name="assessment_detail"),
    path("vatupassi/<uuid:pk>/pdf/", assessment.assessment_pdf, name="assessment_pdf"),
    path("vatupassi/<uuid:pk>/poisto/", assessment.assessment_removal, name="assessment_removal"),
    path("vatupassi/<uuid:pk>/poista/", assessment.assessment_delete, name="assessment_delete"),
    # what the parties bring into a conversation
    path("vatupassi/oma/", sharing.assessment_own, name="assessment_own"),
    path("vatupassi/jaa/", sharing.share, name="share"),
    path("keskustelut/<uuid:pk>/jaa/", sharing.sharing, name="sharing"),
    path("keskustelut/<uuid:pk>/jaa/kumoa/", sharing.sharing_undo, name="sharing_undo"),
    path("keskustelut/<uuid:pk>/jaa/<slug:question>/", sharing.conversation_share, name="conversation_share"),
    path("keskustelut/<uuid:pk>/peru-jako/<slug:question>/", sharing.conversation_unshare, name="conversation_unshare"),
    path("keskustelut/<uuid:pk>/oma-nakemys/", sharing.conversation_view, name="conversation_view"),
    # openings
    path("avatut/", openings.openings, name="openings"),
    path("avatut/<uuid:pk>/", openings.opening_read, name="opening_read"),
    path("avatut/<uuid:pk>/muistio.pdf", openings.opening_memo_pdf, name="opening_memo_pdf"),
    path("avatut/<uuid:pk>/avaa/", openings.opening_agree, name="opening_agree"),
    path("avatut/<uuid:pk>/peru/", openings.opening_end, name="opening_end"),
    path("keskustelut/<uuid:pk>/avaa/", openings.opening_start, name="opening_start"),
    path("keskustelut/<uuid:pk>/avaa/esihenkilo/", openings.opening_supervisor, name="opening_supervisor"),
    path("keskustelut/<uuid:pk>/avaa/luotetulle/", openings.opening_trusted, name="opening_trusted"),
    path("keskustelut/<uuid:pk>/avaa/hr/", openings.opening_hr, name="opening_hr"),
    # papers
    path("paperit/", level.papers, name="papers"),
    path("paperit/<slug:name>/<slug:language>.pdf", level.paper_pdf, name="paper_pdf"),
    path("keskustelut/<uuid:pk>/ote/", extracts.memo_extract, name="memo_extract"),
    path("keskustelut/<uuid:pk>/ote/tiedosto/", extracts.memo_extract_take, name="memo_extract_take"),
    path("keskustelut/<uuid:pk>/muistio.pdf", memo.memo_pdf, name="memo_pdf"),
    path("keskustelut/<uuid:pk>/muistio-<int:number>.pdf", memo.memo_pdf_version, name="memo_pdf_version"),
    # the next step along the support path
    path("keskustelut/<uuid:pk>/eteenpain/", hand_over.next_step, name="next_step"),
    path("keskustelut/<uuid:pk>/eteenpain/ehdota/", hand_over.hand_over_propose, name="hand_over_propose"),
    path("keskustelut/<uuid:pk>/eteenpain/hyvaksy/", hand_over.hand_over_approve, name="hand_over_approve"),
    path("keskustelut/<uuid:pk>/eteenpain/katso/", hand_over.hand_over_preview, name="hand_over_preview"),
    path("yhteenvedot/<uuid:pk>/poista/", hand_over.hand_over_remove, name="hand_over_remove"),
    path("yhteenvedot/<uuid:pk>/yhteenveto.pdf", hand_over.hand_over_pdf, name="hand_over_pdf"),
    # rounds
    path("hr/kayttoonotto/mita-kuuluu/", for_all.round_for_all, name="round_for_all"),
    path("hr/kayttoonotto/mita-kuuluu/kerro/", for_all.round_for_all_tell, name="round_for_all_tell"),
    path("tiimi/ajat/", rounds.round_list, name="round_list"),
    path("tiimi/ajat/uusi/", rounds.round_start, name="round_start"),
    path("tiimi/ajat/tarjoa/", rounds.round_offer, name="round_offer"),
    path("ajat/<uuid:pk>/", rounds.round_detail, name="round_detail"),
    path("ajat/<uuid:pk>/vastaa/", rounds.round_answer, name="round_answer"),
    path("ajat/<uuid:pk>/varaa/", rounds.round_book, name="round_book"),
    path("ajat/<uuid:pk>/peru/", rounds.round_cancel, name="round_cancel"),
    path("ajat/<uuid:pk>/lisaa/", rounds.round_more, name="round_more"),
    path("ajat/<uuid:pk>/lisaa/tarjoa/", rounds.round_add, name="round_add"),
    path("ajat/<uuid:pk>/kutsu/", rounds.round_invite, name="round_invite"),
    path("ajat/<uuid:pk>/sulje/", rounds.round_close, name="round_close"),
    path("ajat/<uuid:pk>/poista/<int:time>/", rounds.round_time_remove, name="round_time_remove"),
    # figures of conversations, released at a term's end
    path("tilastot/", figures.figures, name="figures"),
    path("tilastot/toimintamalli/", figures.evidence, name="evidence"),
    path("tilastot/toimintamalli.pdf", figures.evidence_pdf, name="evidence_pdf"),
    path("tilastot/<int:year>/<slug:half>/", figures.figures_of_term, name="figures_of_term"),
    path("tilastot/<int:year>/<slug:half>/julkaise/", figures.figures_release, name="figures_release"),
    path("tilastot/<int:year>/<slug:half>/tilastot.pdf", figures.figures_pdf, name="figures_pdf"),
    path("tilastot/<int:year>/<slug:half>/tilastot.xlsx", figures.figures_xlsx, name="figures_xlsx"),
    # occasions
    path("aiheet/", occasions.occasion_list, name="occasion_list"),
    path("aiheet/uusi/", occasions.occasion_new, name="occasion_new"),
    path("aiheet/lisaa/", occasions.occasion_add, name="occasion_add"),
    path("aiheet/kausityo/", occasions.occasion_season, name="occasion_season"),
    path("aiheet/<int:pk>/", occasions.occasion_edit, name="occasion_edit"),
    path("aiheet/<int:pk>/tallenna/", occasions.occasion_save, name="occasion_save"),
    path("aiheet/<int:pk>/kaytto/", occasions.occasion_use, name="occasion_use"),
]
