"""Whom to call in the demo, and a notice of load. The numbers are of a range that is given to nobody."""

import datetime

from django.utils import timezone

from people.models import User
from support.load import actions as load_acts
from support.models import Contact, NearSupporter

CONTACTS = [
    ("hr", "Sari Koskinen", ("henkilöstöasiantuntija", "personalsakkunnig", "HR specialist"), "09 555 0140", ""),
    (
        "health",
        "Kotikunnan työterveys",
        ("ajanvaraus arkisin 8–15", "tidsbokning vardagar 8–15", "booking on weekdays 8–15"),
        "09 555 0300",
        "https://tyoterveys.kotikunta.example/",
    ),
    (
        "outside",
        "Työnohjaajat",
        ("HR auttaa valitsemaan", "HR hjälper till att välja", "HR helps to choose"),
        "09 555 0140",
        "",
    ),
    ("steward", "Raija Hautala", ("pääluottamusmies", "huvudförtroendeman", "chief shop steward"), "09 555 0171", ""),
    (
        "safety",
        "Ilkka Salo",
        ("työsuojeluvaltuutettu", "arbetarskyddsfullmäktig", "safety representative"),
        "09 555 0172",
        "",
    ),
    (
        "harassment",
        "Anja Vuori",
        ("häirintäyhdyshenkilö", "kontaktperson för trakasserier", "harassment contact person"),
        "09 555 0173",
        "",
    ),
]


def load(people: dict[str, User]) -> None:
    """All of them, and what Ville tells Pekka, and the safety representative as well."""
    for place, name, (fi, sv, en), phone, link in CONTACTS:
        details = {"detail_fi": fi, "detail_sv": sv, "detail_en": en}
        person = people["ilkka"] if place == Contact.Place.SAFETY else None
        Contact.objects.create(place=place, name=name, person=person, phone=phone, link=link, **details)
    cook = User.objects.filter(last_name="Kettunen", first_name__startswith="Elina").first()
    if cook and cook.unit:
        NearSupporter.objects.create(person=cook, unit=cook.unit, phone="09 555 0181")
    load_acts.notify(
        by=people["ville"],
        supervisor=people["pekka"],
        text="Aurauskaudella viikonloppupäivystyksiä on ollut kolme peräkkäin, ja lepoaika jää lyhyeksi.",
        due_on=timezone.localdate() + datetime.timedelta(days=7),
        representative=people["ilkka"],
    )
