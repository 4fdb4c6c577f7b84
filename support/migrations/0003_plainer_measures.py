"""What a Finnish editor corrected in the measures that came with the application. What HR has changed stays."""

from django.db import migrations

# code, column, as it came, as it is better
CHANGES = [
    ("thanks", "start_fi",
     "Käy viikossa kerran jokaisen luona ilman asiaa. Kiitä yhdestä teosta ja sano, mitä se sai aikaan.",
     "Käy kerran viikossa jokaisen luona ilman erityistä asiaa. Kiitä jostakin, mitä hän on tehnyt, ja kerro, mitä siitä "
     "seurasi."),
    ("thanks", "fits_en",
     "Always. Above all when haste has taken the supervisor away from everyday work.",
     "Always. Above all when time pressure has taken the supervisor away from everyday work."),
    ("thanks", "start_en",
     "Once a week visit each one without an errand. Thank for one deed and say what it led to.",
     "Once a week visit each one without an errand. Thank them for something they did and say what it led to."),
    ("try", "name_sv", "Lov att försöka och misslyckas", "Frihet att pröva och misslyckas"),
    ("try", "name_en", "Leave to try and to fail", "Permission to experiment and fail"),
    ("occupational-health", "start_fi",
     "Varaa itse aika, tai sopikaa yhdessä, mitä työterveyshuollolta kysytään. Kerro työstä, älä sairauksista.",
     "Varaa itse aika tai sopikaa yhdessä, mitä työterveyshuollolta kysytään. Yhteinen kysymys koskee työtä. "
     "Terveydestäsi puhut vain työterveyshuollon kanssa."),
    ("occupational-health", "start_sv",
     "Boka tid själv, eller kom överens om vad ni frågar företagshälsovården. Berätta om arbetet, inte om sjukdomar.",
     "Boka tid själv, eller kom överens om vad ni frågar företagshälsovården. Den gemensamma frågan gäller arbetet. Om "
     "din hälsa talar du bara med företagshälsovården."),
    ("occupational-health", "start_en",
     "Book a time yourself, or agree together what to ask. Tell about the work, not about illnesses.",
     "Book a time yourself, or agree together what to ask. The joint question is about work; your health is between you "
     "and occupational health."),
    ("hard-situations", "fits_en",
     "When customers, conflicts or haste strain time and again and everybody copes in their own way.",
     "When customers, conflicts or time pressure strain time and again and everybody copes in their own way."),
    ("rotation-relief", "start_sv",
     "Sök en uppgift där kunnandet räcker genast. Kom överens om dagen då ni bedömer om ni fortsätter, återgår eller "
     "ändrar.",
     "Sök en uppgift som personen klarar direkt. Kom överens om dagen då ni bedömer om ni fortsätter, återgår eller "
     "ändrar."),
]  # fmt: skip


def change(apps, pairs):
    """Only where the words are exactly the others."""
    measure = apps.get_model("support", "Measure")
    for code, column, old, new in pairs:
        measure.objects.filter(code=code, **{column: old}).update(**{column: new})


def better(apps, schema_editor):
    """The corrected words."""
    change(apps, CHANGES)


def back(apps, schema_editor):
    """As they came."""
    change(apps, [(code, column, new, old) for code, column, old, new in CHANGES])


class Migration(migrations.Migration):
    dependencies = [("support", "0002_fourteen_measures")]
    operations = [migrations.RunPython(better, back)]
