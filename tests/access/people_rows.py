"""Rows of the role table for sign-in, one's own matters and the register."""

from tests.access.table import ALL, MOVED, OK, ONE, row

# ---- Before sign-in; who has signed in already goes to the start page or stays

for name in ("account_login", "mfa_authenticate"):
    for method in ("GET", "POST"):
        row(f"{method} {name}", EVERYBODY=ALL, answer=MOVED, anonymous=OK if name == "account_login" else MOVED)
for name in ("account_inactive", "account_reset_password_done", "account_reset_password_from_key_done"):
    row(f"GET {name}", EVERYBODY=ALL, anonymous=OK)
for name in ("account_activate", "account_reset_password"):
    row(f"GET {name}", EVERYBODY=ALL, anonymous=OK)
    row(f"POST {name}", EVERYBODY=ALL, anonymous=OK)
for method in ("GET", "POST"):  # what does not fit opens nothing, for nobody
    row(f"{method} account_activate_link", anonymous="404", token="x")
    row(f"{method} account_reset_password_from_key", EVERYBODY=ALL, anonymous=OK, uidb36="x", key="y-z")
row("GET account_logout", EVERYBODY=ALL, anonymous=MOVED)
row("POST account_logout", EVERYBODY=ALL, anonymous=MOVED, answer=MOVED)

# ---- Work accounts: here no provider is set up (tests/people/work_account has one)

row("POST work_account_sign_in", anonymous="404", provider="x")
for method in ("GET", "POST"):
    row(f"{method} openid_connect_callback", anonymous="404", provider_id="x")
    row(f"{method} work_account_confirm", EVERYBODY=ALL, answer=MOVED)
    row(f"{method} work_account_first", EVERYBODY=ALL, anonymous=MOVED, answer=MOVED)
row("GET work_account_signed_out", anonymous="404", provider="x")
row("GET work_account_again", EVERYBODY=ALL)
row("POST work_account_again")  # nobody here has linked one
row("GET work_account_list", EVERYBODY=ALL)
row("POST work_account_link", EVERYBODY=ALL, answer=MOVED, provider="x")  # behind a fresh sign-in
row("POST work_account_unlink", EVERYBODY=ALL, answer=MOVED, pk=1)

# ---- Password and second step: what weakens a sign-in asks for it again first

for method in ("GET", "POST"):
    row(f"{method} account_change_password", EVERYBODY=ALL)
    row(f"{method} account_set_password", EVERYBODY=ALL, answer=MOVED)  # they have one already
    row(f"{method} account_reauthenticate", EVERYBODY=ALL)
    row(f"{method} mfa_reauthenticate", STEPPED=ALL, others=MOVED)
    row(f"{method} mfa_activate_totp", EVERYBODY=ALL, answer=MOVED)
    row(f"{method} mfa_deactivate_totp", STEPPED=ALL, answer=MOVED)
    row(f"{method} mfa_generate_recovery_codes", EVERYBODY=ALL, answer=MOVED)
row("GET mfa_index", EVERYBODY=ALL)
for name in ("mfa_view_recovery_codes", "mfa_download_recovery_codes"):
    row(f"GET {name}", EVERYBODY=ALL, answer=MOVED)

row("GET mfa_login_webauthn", EVERYBODY=ALL, anonymous=MOVED, answer=MOVED)
row("POST mfa_login_webauthn", EVERYBODY=ALL, anonymous=MOVED, answer=MOVED)
for method in ("GET", "POST"):
    row(f"{method} mfa_reauthenticate_webauthn", EVERYBODY=ALL, answer=MOVED)  # nobody here has one
    row(f"{method} mfa_add_webauthn", EVERYBODY=ALL, answer=MOVED)  # behind a fresh sign-in
    row(f"{method} mfa_remove_webauthn", EVERYBODY=ALL, answer=MOVED, pk=1)
row("GET mfa_list_webauthn", EVERYBODY=ALL)

# ---- One's own matters

row("GET account_settings", EVERYBODY=ALL)
row("GET my_data", EVERYBODY=ALL)
row("POST my_data_make", EVERYBODY=ALL, answer=MOVED)
row("POST my_data_delete", EVERYBODY=ALL, answer=MOVED)
for name in ("my_data_pdf", "my_data_json"):
    row(f"GET {name}", EVERYBODY=ALL, answer=MOVED)  # behind a fresh sign-in
row("GET usersessions_list", EVERYBODY=ALL)
row("POST usersessions_list", EVERYBODY=ALL, answer=MOVED)
row("POST session_end", EVERYBODY=ALL, answer=MOVED, pk=1)
row("POST notices_read", EVERYBODY=ALL, answer=MOVED)
row("POST notice_read", "notice", employee=ALL, answer=MOVED, states={"talk"})

row("GET officer", officer=ALL)
row("GET rights_ask", EVERYBODY=ALL, kind="oikaisu")
row("POST rights_ask", EVERYBODY=ALL, answer=MOVED, kind="oikaisu", data=lambda world: {"text": "x"})
row("GET rights_request", "rights_request", employee=ALL, HR=ALL, officer=ALL, states=ONE)
row(
    "POST rights_prolong",
    "rights_request",
    HR=ALL,
    officer=ALL,
    answer=MOVED,
    states=ONE,
    data=lambda _world: {"why": "complex"},
)
row("POST rights_take", "rights_request", HR=ALL, officer=ALL, answer=MOVED, states=ONE)
row(
    "POST rights_answer",
    "rights_request",
    HR=ALL,
    officer=ALL,
    answer=MOVED,
    states=ONE,
    data=lambda world: {"handling": "done", "answer": "x", "revision": "0"},
)
row("POST rights_withdraw", "rights_request", employee=ALL, answer=MOVED, states=ONE)
row("GET site_status", admin=ALL)
row("GET breach", admin=ALL, officer=ALL)

# ---- The register

for name in ("person_list", "person_add", "unit_list", "unit_add"):
    row(f"GET {name}", KEEPERS=ALL)
for name in ("person_add", "unit_add"):
    row(f"POST {name}", KEEPERS=ALL)
for of, names in {
    "person": ("person_edit", "person_leave"),
    "unit": ("unit_edit", "line_add"),
    "line": ("line_edit",),
}.items():
    for name in names:
        row(f"GET {name}", of, KEEPERS=ALL, states={"talk"})
        row(f"POST {name}", of, KEEPERS=ALL, states={"talk"}, answer=MOVED if name == "person_leave" else OK)
row("GET leaver_pdf", "person", KEEPERS=ALL, states={"talk"})
for name in ("person_return", "person_invite", "person_second_step_off"):
    row(f"POST {name}", "person", KEEPERS=ALL, answer=MOVED, states={"talk"})
row("POST person_letter", "person", KEEPERS=ALL, answer=MOVED, states={"talk"})  # an account in use: it waits
row("GET person_several", KEEPERS=ALL, answer=MOVED)  # nobody is ticked
row("POST person_several", KEEPERS=ALL, data=lambda world: {"do": "invite", "p": str(world.people["employee"].pk)})
row("GET units_several", KEEPERS=ALL, answer=MOVED)  # nothing is ticked
row("POST units_several", KEEPERS=ALL, data=lambda world: {"u": str(world.ids["unit"])})
row("POST person_several_letters", KEEPERS=ALL, answer=MOVED, data=lambda world: {"do": "letters"})
row("GET person_export_csv", KEEPERS=ALL)
row("GET person_export_xlsx", KEEPERS=ALL)
row("POST person_export_xlsx", KEEPERS=ALL, answer=MOVED)
row("POST unit_open", "unit", KEEPERS=ALL, answer=MOVED, states={"talk"})
row("POST unit_letters", "unit", KEEPERS=ALL, answer=MOVED, states={"talk"})  # everybody there has signed in
row("POST unit_remove", "unit", KEEPERS=ALL, answer=MOVED, states={"talk"})
row("POST line_end", "line", KEEPERS=ALL, answer=MOVED, states={"talk"})

# ---- People from a file: HR, and each one's own file theirs alone

row("GET roster_start", HR=ALL)
row("POST roster_start", HR=ALL)
row("GET roster_export", HR=ALL)
row("GET roster_history", HR=ALL)
OWN_FILE = {"hr": ALL, "states": ONE}
row("GET roster_columns", "import", **OWN_FILE)
row("POST roster_columns", "import", **OWN_FILE)
row("GET roster_preview", "import", **OWN_FILE, answer=MOVED)  # nothing has been compared yet
row("GET roster_progress", "import", **OWN_FILE, answer=MOVED)
for name in ("roster_answer", "roster_again", "roster_save"):
    row(f"POST {name}", "import", **OWN_FILE, answer=MOVED)
row("POST roster_withdraw", "import", **OWN_FILE, answer=MOVED)
row("POST mapping_remove", HR=ALL, answer=MOVED, states=ONE, pk=1)

# ---- Changes of the way to sign in: who keeps the register, and the person whose account it is

row("GET change_list", KEEPERS=ALL)
row("POST rule_change", KEEPERS=ALL, answer=MOVED, data=lambda world: {"wanted": "rule_off"})
for name in ("change_agree", "change_refuse", "change_withdraw", "change_letter"):
    row(f"POST {name}", "change", KEEPERS=ALL, answer=MOVED, states={"talk"})
row("GET change_paper", "change", KEEPERS=ALL, states={"talk"})
row("GET own_changes", EVERYBODY=ALL)
row("POST own_changes", EVERYBODY=ALL)
row("POST own_change_stop", "change", colleague=ALL, answer=MOVED, states={"talk"})
