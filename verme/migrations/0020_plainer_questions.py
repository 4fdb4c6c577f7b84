"""The answer to “Onko…?” is “ei”, not “en”, and a question in Swedish is put better, in surveys that have been made.

The Finnish words of the choices say whether two terms are comparable, so earlier surveys get them too. Only where the
words are exactly those that the application brought: what HR has changed stays.
"""

from django.db import migrations

CHOICES = ["kyllä", "osittain", "en"]
ASKED = {
    "useful": "Onko ryhmästä ollut sinulle hyötyä?",
    "work": "Näkyykö ryhmä työssäsi: teetkö jotain toisin?",
}
OLD, NEW = "I en hurdan grupp skulle du helst vara?", "I vilken typ av grupp skulle du helst vara?"


def change(apps, choices, no, old, new):
    """Each survey's questions, saved where they changed."""
    survey = apps.get_model("verme", "Survey")
    for row in survey.objects.only("pk", "asked").iterator():
        changed = False
        for question in row.asked:
            finnish = [words["fi"] for words in question["choices"]]
            if question["words"]["fi"] == ASKED.get(question["key"]) and finnish == choices:
                question["choices"][2]["fi"] = no
                changed = True
            if question["key"] == "field" and question["words"]["sv"] == old:
                question["words"]["sv"] = new
                changed = True
        if changed:
            row.save(update_fields=["asked"])


def better(apps, schema_editor):
    """“Ei”."""
    change(apps, CHOICES, "ei", OLD, NEW)


def back(apps, schema_editor):
    """“En”, as it was."""
    change(apps, [*CHOICES[:2], "ei"], "en", NEW, OLD)


class Migration(migrations.Migration):
    dependencies = [("verme", "0019_no_substitute_flag")]
    operations = [migrations.RunPython(better, back)]
