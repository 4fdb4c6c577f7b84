"""Rows of the role table for the support path: everybody's, its contacts kept by HR."""

from tests.access.table import ALL, MOVED, ONE, row

CONTACT = {"place": "hr", "name": "Sari Koskinen", "phone": "09 555 0140", "revision": "0"}

row("GET support_path", EVERYBODY=ALL)
row("GET guide_list", EVERYBODY=ALL)
row("GET model_list", EVERYBODY=ALL)
row("GET model_detail", EVERYBODY=ALL, code="tyokyky")
row("GET model_version", EVERYBODY=ALL, code="tyokyky", number=1)
row("GET model_version", HR=ALL, code="tyokyky", number=2)  # the draft
row("GET model_file", EVERYBODY=ALL, code="tyokyky", number=1, language="fi")
row("GET model_file", HR=ALL, code="tyokyky", number=2, language="fi")
row("GET model_draft", HR=ALL, code="tyokyky")
row("POST model_draft", HR=ALL, answer=MOVED, code="tyokyky", data=lambda world: {"text_fi": "x", "revision": "0"})
row("POST model_draft_delete", HR=ALL, answer=MOVED, code="tyokyky")
row("GET guide", EVERYBODY=ALL, code="merkit")
row("GET deadline_calculator", EVERYBODY=ALL)
row("POST deadline_calculator", EVERYBODY=ALL, data=lambda world: {"first": "1.11.2026"})
row("GET contact_list", HR=ALL)
row("GET contact_new", HR=ALL)
row("POST contact_new", HR=ALL, answer=MOVED, data=lambda world: CONTACT)
row("GET contact_edit", "contact", HR=ALL, states=ONE)
row("POST contact_edit", "contact", HR=ALL, answer=MOVED, states=ONE, data=lambda world: CONTACT)
row("POST contact_remove", "contact", HR=ALL, answer=MOVED, states=ONE)
row("GET person_search", HR=ALL, states=ONE, task="near")
row("GET person_search", HR=ALL, states=ONE, task="contact")
row("GET near_list", HR=ALL)
row(
    "POST near_list",
    HR=ALL,
    answer=MOVED,
    data=lambda world: {
        "person": "",
        "person-which": world.people["colleague"].pk,
        "unit": world.people["employee"].unit_id,
    },
)
row("POST near_remove", "near", HR=ALL, answer=MOVED, states=ONE)
