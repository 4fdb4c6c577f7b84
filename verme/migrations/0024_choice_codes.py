"""Each choice of a survey's question gets a code, so that terms are compared by it and not by the Finnish words.

What the application brought has the code that it has today. What HR has written has one of its words: until now two
choices were the same when their Finnish words were, and so they stay.
"""

import hashlib

from django.db import migrations

BROUGHT = {
    "kyllä": "yes",
    "osittain": "partly",
    "ehkä": "perhaps",
    "en": "no",
    "ei": "no",
    "oman alan ryhmässä": "own",
    "eri alojen yhteisessä ryhmässä": "mixed",
    "kummassa vain": "either",
    "työssä jaksaminen": "coping",
    "ajankäyttö ja työn rajat": "time",
    "yhteistyö työyhteisössä": "community",
    "yhteistyö asiakkaiden ja kotien kanssa": "clients",
    "asiakkaiden hyvinvointi": "wellbeing",
    "uudet työtavat ja menetelmät": "methods",
    "muutokset työssä": "changes",
    "oma osaaminen ja kehittyminen": "growing",
}


def coded(choices):
    """The choices with their codes first; a second one of the same words in a question gets one of its own."""
    found = {}
    for number, choice in enumerate(choices):
        words = choice["fi"]
        code = choice.get("code") or BROUGHT.get(words) or hashlib.sha256(words.encode()).hexdigest()[:8]
        found[code if code not in found else f"{code}-{number}"] = choice
    return [{"code": code} | choice for code, choice in found.items()]


def change(apps, made):
    """Each survey's questions with their choices made anew."""
    survey = apps.get_model("verme", "Survey")
    for row in survey.objects.only("pk", "asked").iterator():
        row.asked = [question | {"choices": made(question["choices"])} for question in row.asked]
        row.save(update_fields=["asked"])


def give(apps, schema_editor):
    """Codes."""
    change(apps, coded)


def take(apps, schema_editor):
    """No codes."""
    change(apps, lambda choices: [{key: words for key, words in each.items() if key != "code"} for each in choices])


class Migration(migrations.Migration):
    dependencies = [("verme", "0023_forget_mentoring_consents")]
    operations = [migrations.RunPython(give, take)]
