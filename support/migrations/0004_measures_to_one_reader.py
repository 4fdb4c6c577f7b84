"""A measure speaks to one reader all through, and bringing up is not intervening. What HR has changed stays."""

from importlib import import_module

from django.db import migrations

change = import_module("support.migrations.0003_plainer_measures").change
# code, column, as it came, as it is better
CHANGES = [
    ("open-talk", "start_fi",
     "Varatkaa yksikkökokouksen alusta viisi minuuttia kysymykselle: mikä sujuu, mikä hiertää? Aloita itse.",
     "Varaa yksikkökokouksen alusta viisi minuuttia kysymykselle: mikä sujuu, mikä hiertää? Aloita itse."),
    ("rotation", "start_fi",
     "Valitkaa tehtävä ja kesto, esimerkiksi kaksi viikkoa. Sopikaa, kuka perehdyttää ja miten palaat omaan työhösi.",
     "Valitkaa tehtävä ja kesto, esimerkiksi kaksi viikkoa. Sopikaa, kuka perehdyttää ja miten omaan työhön palataan."),
    ("supervisors", "start_fi",
     "Harjoittele keskustelua HR:n kanssa ennen oikeaa. Sopikaa esihenkilöiden kesken vertaistapaaminen kerran kuussa.",
     "Harjoittele keskustelua HR:n kanssa ennen oikeaa. Sovi muiden esihenkilöiden kanssa vertaistapaaminen kerran "
     "kuussa."),
    ("moving", "start_fi",
     "Valitse yksi tauko, jonka aikana liikut. Sopikaa kävelykokous tai venyttely, joka on kaikkien kalenterissa.",
     "Valitse yksi tauko, jonka aikana liikut. Ehdota kävelykokousta tai venyttelyä, joka tulee kaikkien kalenteriin."),
    ("bring-up", "name_fi", "Nopea puuttuminen ja puheeksi ottaminen", "Nopea puheeksi ottaminen"),
    ("crafting", "start_fi",
     "Kirjoita ylös päivän tehtävät: mistä saat virtaa, mikä vie sitä? Sopikaa yhdestä asiasta, jota muutatte.",
     "Kirjoita ylös päivän tehtävät: mistä saat virtaa, mikä vie sitä? Sovi esihenkilösi kanssa yhdestä asiasta, joka "
     "muuttuu."),
]  # fmt: skip


def better(apps, schema_editor):
    """The corrected words."""
    change(apps, CHANGES)


def back(apps, schema_editor):
    """As they came."""
    change(apps, [(code, column, new, old) for code, column, old, new in CHANGES])


class Migration(migrations.Migration):
    dependencies = [("support", "0003_plainer_measures")]
    operations = [migrations.RunPython(better, back)]
