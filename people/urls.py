"""Addresses of people and sign-in. Of allauth only what is used, by hand; its names must stay as they are."""

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.conf import settings
from django.urls import URLPattern, path, re_path

from people.access_log import views as access_log
from people.content import views as contents
from people.desk import views as desk
from people.launch import views as launch
from people.my_data import views as my_data
from people.notice import views as notices
from people.organisation import views as organisation
from people.pick import views as pick
from people.processing import views as processing
from people.register import several_views as several
from people.register import views as register
from people.retained import views as retained
from people.rights import views as rights
from people.roster import opening
from people.roster import views as roster
from people.second_person import views as changes
from people.second_step import views as second_step
from people.settings import views as own
from people.sign_in import demo, demo_tour, shared_device
from people.sign_in import views as sign_in
from people.statement import views as statements
from people.status import views as status
from people.supervision import several_views as several_lines
from people.supervision import views as lines
from people.thresholds import views as thresholds
from people.unit import views as units
from people.work_account import views as work_account
from people.work_account.providers import providers

sign_in_page = account.LoginView.as_view(extra_context={"demo_people": demo.demo_people, "work_accounts": providers})

urlpatterns: list[URLPattern] = [
    # for everybody
    path("tietosuoja/", statements.privacy, name="privacy"),
    path("tietosuoja/luettu/", statements.privacy_read, name="privacy_read"),
    path("saavutettavuus/", statements.accessibility, name="accessibility"),
    path("logo/<slug:digest>.png", organisation.logo, name="logo"),
    # sign-in
    path("kirjaudu/", sign_in_page, name="account_login"),
    path("kirjaudu/avain/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("kirjaudu/koodi/", mfa.authenticate, name="mfa_authenticate"),
    path("kirjaudu/yhdista/", work_account.work_account_first, name="work_account_first"),
    path("kirjaudu/tunnus/<slug:provider>/", work_account.work_account_sign_in, name="work_account_sign_in"),
    path(  # the name is allauth's
        "kirjaudu/tunnus/<slug:provider_id>/paluu/", work_account.work_account_back, name="openid_connect_callback"
    ),
    path("kirjaudu/suljettu/", account.account_inactive, name="account_inactive"),
    path("kirjaudu-ulos/", work_account.sign_out, name="account_logout"),
    path("kirjaudu-ulos/tunnus/<slug:provider>/", work_account.work_account_signed_out, name="work_account_signed_out"),
    path("paikalla/", shared_device.still_here, name="still_here"),
    path("aloita/", sign_in.activate, name="account_activate"),
    path("aloita/<str:token>/", sign_in.activate_link, name="account_activate_link"),
    # password
    path("salasana/unohtui/", account.password_reset, name="account_reset_password"),
    path("salasana/unohtui/lahetetty/", account.password_reset_done, name="account_reset_password_done"),
    re_path(  # the key has hyphens of its own
        r"^salasana/uusi/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("salasana/uusi/valmis/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("mina/salasana/", account.password_change, name="account_change_password"),
    path(
        "mina/salasana/ensimmainen/",
        reauthentication_required(app="people.work_account")(account.password_set),
        name="account_set_password",
    ),
    path("mina/varmista/tyopaikan-tunnus/", work_account.work_account_again, name="work_account_again"),
    path("mina/varmista/", account.reauthenticate, name="account_reauthenticate"),
    # second step
    path("mina/varmista/koodi/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("mina/varmista/avain/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("mina/avaimet/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("mina/avaimet/uusi/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("mina/avaimet/<int:pk>/poista/", second_step.passkey_remove, name="mfa_remove_webauthn"),
    path("mina/toinen-vaihe/", mfa.index, name="mfa_index"),
    path("mina/toinen-vaihe/kayttoon/", totp.activate_totp, name="mfa_activate_totp"),
    path("mina/toinen-vaihe/pois/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("mina/varakoodit/", second_step.recovery_codes, name="mfa_view_recovery_codes"),
    path("mina/varakoodit/uudet/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("mina/varakoodit/tiedosto/", second_step.recovery_codes_file, name="mfa_download_recovery_codes"),
    # work accounts
    path("mina/tyopaikan-tunnus/", work_account.work_account_list, name="work_account_list"),
    path("mina/tyopaikan-tunnus/vahvista/", work_account.work_account_confirm, name="work_account_confirm"),
    path("mina/tyopaikan-tunnus/<int:pk>/poista/", work_account.work_account_unlink, name="work_account_unlink"),
    path("mina/tyopaikan-tunnus/<slug:provider>/", work_account.work_account_link, name="work_account_link"),
    # sessions
    path("mina/istunnot/", sessions.list_usersessions, name="usersessions_list"),
    path("mina/istunnot/<int:pk>/paata/", sign_in.session_end, name="session_end"),
    # one's own matters
    path("mina/", own.account_settings, name="account_settings"),
    path("mina/poissa/", own.away_save, name="away_save"),
    path("mina/kirjeet/", own.letters_save, name="letters_save"),
    path("mina/tiedot/", my_data.my_data, name="my_data"),
    path("mina/tiedot/kokoa/", my_data.my_data_make, name="my_data_make"),
    path("mina/tiedot/poista/", my_data.my_data_delete, name="my_data_delete"),
    path("mina/tiedot/omat-tiedot.pdf", my_data.my_data_pdf, name="my_data_pdf"),
    path("mina/tiedot/omat-tiedot.json", my_data.my_data_json, name="my_data_json"),
    path("mina/muutokset/", changes.own_changes, name="own_changes"),
    path("mina/muutokset/<uuid:pk>/pysayta/", changes.own_change_stop, name="own_change_stop"),
    path("mina/kirjautumiset/", sign_in.sign_in_list, name="sign_in_list"),
    path("mina/lukijat/", access_log.access_list, name="access_list"),
    path("mina/ilmoitukset/", notices.notice_list, name="notice_list"),
    path("mina/ilmoitukset/luettu/", notices.notices_read, name="notices_read"),
    path("mina/ilmoitukset/<uuid:pk>/", notices.notice_read, name="notice_read"),
    # HR's desk
    path("hr/", desk.desk, name="desk"),
    path("hr/saapuneet/", desk.inbox_list, name="inbox"),
    path("hr/saapuneet/luettelo.csv", desk.inbox_export_csv, name="inbox_export_csv"),
    path("hr/saapuneet/luettelo.xlsx", desk.inbox_export_xlsx, name="inbox_export_xlsx"),
    path("hr/saapuneet/<slug:kind>/<uuid:pk>/", desk.inbox_item, name="inbox_item"),
    path("hr/sisallot/", contents.content_list, name="content_list"),
    path("hr/sisallot/<slug:code>/", contents.content_edit, name="content_edit"),
    path("hr/asetukset/", organisation.organisation_settings, name="organisation_settings"),
    path("hr/asetukset/logo/", organisation.logo_save, name="logo_save"),
    path("hr/asetukset/sailytys/", retained.retention_settings, name="retention_settings"),
    path("hr/asetukset/sailytys/<slug:name>/", retained.retention_edit, name="retention_edit"),
    path("hr/asetukset/rajat/", thresholds.threshold_settings, name="threshold_settings"),
    path("hr/asetukset/rajat/<slug:name>/", thresholds.threshold_edit, name="threshold_edit"),
    path("hr/asetukset/poistot/", retained.disposal_log, name="disposal_log"),
    path("hr/asetukset/muutokset/", organisation.setting_changes, name="setting_changes"),
    path("kasittely/", processing.processing_record, name="processing_record"),
    path("kasittely/<slug:slug>/<slug:language>.pdf", processing.processing_pdf, name="processing_pdf"),
    # the data protection officer's
    path("tietosuojavastaava/", rights.officer, name="officer"),
    # rights over one's own data: for whoever asks, HR and the data protection officer
    path("mina/tiedot/pyynto/<slug:kind>/", rights.rights_ask, name="rights_ask"),
    path("mina/tiedot/pyynnot/<uuid:pk>/", rights.rights_request, name="rights_request"),
    path("mina/tiedot/pyynnot/<uuid:pk>/hoidan/", rights.rights_take, name="rights_take"),
    path("mina/tiedot/pyynnot/<uuid:pk>/jatko/", rights.rights_prolong, name="rights_prolong"),
    path("mina/tiedot/pyynnot/<uuid:pk>/vastaus/", rights.rights_answer, name="rights_answer"),
    path("mina/tiedot/pyynnot/<uuid:pk>/peru/", rights.rights_withdraw, name="rights_withdraw"),
    # the system administrator's
    path("yllapito/tila/", status.site_status, name="site_status"),
    path("yllapito/tietoturvaloukkaus/", status.breach, name="breach"),  # the data protection officer's, too
    # the register, for HR and the system administrator
    path("ihmiset/", register.person_list, name="person_list"),
    path("hr/kayttoonotto/", launch.launch, name="launch"),
    path("hr/kayttoonotto/<slug:step>/tehty/", launch.launch_mark, name="launch_mark"),
    path("hr/kayttoonotto/<slug:step>/kesken/", launch.launch_unmark, name="launch_unmark"),
    path("hr/kayttoonotto/<slug:slug>/<slug:language>.pdf", launch.launch_paper, name="launch_pdf"),
    path("ihmiset/vienti/", roster.roster_export, name="roster_export"),
    path("ihmiset/tuonti/", roster.roster_start, name="roster_start"),
    path("ihmiset/tuonti/aiemmat/", roster.roster_history, name="roster_history"),
    path("ihmiset/tuonti/<uuid:pk>/", roster.roster_preview, name="roster_preview"),
    path("ihmiset/tuonti/<uuid:pk>/sarakkeet/", roster.roster_columns, name="roster_columns"),
    path("ihmiset/tuonti/<uuid:pk>/vastaukset/", roster.roster_answer, name="roster_answer"),
    path("ihmiset/tuonti/<uuid:pk>/tallenna/", roster.roster_save, name="roster_save"),
    path("ihmiset/tuonti/<uuid:pk>/tallennus/", roster.roster_progress, name="roster_progress"),
    path("ihmiset/tuonti/<uuid:pk>/uudelleen/", roster.roster_again, name="roster_again"),
    path("ihmiset/tuonti/<uuid:pk>/unohda/", roster.roster_withdraw, name="roster_withdraw"),
    path("ihmiset/tuonti/kuvaukset/<int:pk>/poista/", roster.mapping_remove, name="mapping_remove"),
    path("ihmiset/yksikot/<uuid:pk>/kayttoon/", opening.unit_open, name="unit_open"),
    path("ihmiset/yksikot/<uuid:pk>/kirjeet/", opening.unit_letters, name="unit_letters"),
    path("ihmiset/haku/<slug:task>/", pick.person_search, name="person_search"),
    path("ihmiset/monta/", several.person_several, name="person_several"),
    path("ihmiset/monta/kirjeet/", several.person_several_letters, name="person_several_letters"),
    path("ihmiset/luettelo.csv", register.person_export_csv, name="person_export_csv"),
    path("ihmiset/luettelo.xlsx", register.person_export_xlsx, name="person_export_xlsx"),
    path("ihmiset/uusi/", register.person_add, name="person_add"),
    path("ihmiset/<uuid:pk>/", register.person_edit, name="person_edit"),
    path("ihmiset/<uuid:pk>/paattyy/", register.person_leave, name="person_leave"),
    path("ihmiset/<uuid:pk>/lahtijalle.pdf", register.leaver_pdf, name="leaver_pdf"),
    path("ihmiset/<uuid:pk>/palaa/", register.person_return, name="person_return"),
    path("ihmiset/<uuid:pk>/kutsu/", register.person_invite, name="person_invite"),
    path("ihmiset/<uuid:pk>/kirje/", register.person_letter, name="person_letter"),
    path("ihmiset/<uuid:pk>/toinen-vaihe/", register.person_second_step_off, name="person_second_step_off"),
    # what opens a way into an account in use waits for a second person
    path("ihmiset/muutokset/", changes.change_list, name="change_list"),
    path("ihmiset/muutokset/saanto/", changes.rule_change, name="rule_change"),
    path("ihmiset/muutokset/<uuid:pk>/hyvaksy/", changes.change_agree, name="change_agree"),
    path("ihmiset/muutokset/<uuid:pk>/hylkaa/", changes.change_refuse, name="change_refuse"),
    path("ihmiset/muutokset/<uuid:pk>/peru/", changes.change_withdraw, name="change_withdraw"),
    path("ihmiset/muutokset/<uuid:pk>/kirje/", changes.change_letter, name="change_letter"),
    path("ihmiset/muutokset/<uuid:pk>/ilmoitus/", changes.change_paper, name="change_paper"),
    path("ihmiset/yksikot/", units.unit_list, name="unit_list"),
    path("ihmiset/yksikot/uusi/", units.unit_add, name="unit_add"),
    path("ihmiset/yksikot/monta/", several_lines.units_several, name="units_several"),
    path("ihmiset/yksikot/<uuid:pk>/", units.unit_edit, name="unit_edit"),
    path("ihmiset/yksikot/<uuid:pk>/poista/", units.unit_remove, name="unit_remove"),
    path("ihmiset/yksikot/<uuid:pk>/johtaa/", lines.line_add, name="line_add"),
    path("ihmiset/linjat/<int:pk>/", lines.line_edit, name="line_edit"),
    path("ihmiset/linjat/<int:pk>/paata/", lines.line_end, name="line_end"),
]

if settings.DEMO:
    urlpatterns += [
        path("kirjaudu/esittely/", demo.demo_sign_in, name="demo_sign_in"),
        path("kirjaudu/esittely/sulje/", demo_tour.demo_tour_close, name="demo_tour_close"),
    ]
