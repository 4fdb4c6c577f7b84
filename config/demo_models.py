"""Written models in the demo: one in its second version, one with a draft, the others still to be written."""

import datetime

from django.utils import timezone

from support.models import ModelVersion

ABILITY_FI = """# Mihin tätä tarvitaan

Työkyvystä huolehditaan yhdessä ja ajoissa. Samat tavat koskevat kaikkia.

# Mitä tehdään ennen ongelmaa

- Työn tavoitteet ja kuormitus käydään läpi kehityskeskustelussa.
- Jokainen voi tehdä oman VatuPassin milloin vain.

# Milloin ja miten huoli otetaan puheeksi

Heti, kun jokin mietityttää. Aloitteen voi tehdä kumpi tahansa.
{more}
# Mitä tehdään, kun keskustelu ei riitä

Tuen polku kertoo, kenelle soittaa. HR ja työterveyshuolto tulevat mukaan, kun työntekijä haluaa.

# Kuka vastaa mistäkin

Esihenkilö tarjoaa keskustelua, HR auttaa, työterveyshuolto arvioi työkykyä."""
ABILITY_SV = """# Vad detta är till för

Vi tar hand om arbetsförmågan tillsammans och i tid. Samma sätt gäller alla.

# När och hur man tar upp sin oro

Genast när något väcker funderingar. Vem som helst av er kan ta initiativet.

# Vad som görs när ett samtal inte räcker

Stödstigen berättar vem du kan ringa."""
MORE = """
- Sovituista asioista kirjoitetaan lyhyt muistio.
- Seurannasta sovitaan samalla, yleensä kuuden viikon päähän.
"""
SUBSTANCE = """# Mihin tätä tarvitaan

Päihteet eivät kuulu työhön. Apua saa, ja hoitoon pääsee.

# Mitä tehdään, kun joku vaikuttaa päihtyneeltä

- Esihenkilö keskeyttää työn ja huolehtii, että ihminen pääsee turvallisesti kotiin.
- Asiasta puhutaan seuraavana työpäivänä."""


def load() -> None:
    """Two of them."""
    today = timezone.localdate()

    def days(ago: int) -> datetime.date:
        return today - datetime.timedelta(days=ago)

    for number, ago, more in ((1, 700, ""), (2, 60, MORE)):
        ModelVersion.objects.create(
            kind="tyokyky",
            number=number,
            text_fi=ABILITY_FI.format(more=more),
            text_sv=ABILITY_SV,
            changes_fi="Lisätty muistio ja seuranta." if more else "",
            changes_sv="Promemoria och uppföljning har lagts till." if more else "",
            in_force_from=days(ago),
            approved_by="johtoryhmä",
            approved_on=days(ago + 10),
            negotiated_on=days(ago + 30),
            published_at=timezone.now() - datetime.timedelta(days=ago),
        )
    ModelVersion.objects.create(kind="paihdeohjelma", number=1, text_fi=SUBSTANCE)
