"""Names of the template's events that fit onto a short arc: at most some ten letters in each language."""

from django.utils.translation import get_language

SHORT = {
    "staff-plan": ("Henkilöstösuunnitelma", "Personalplan", "Staff plan"),
    "first-day": ("1. päivä", "1. dagen", "First day"),
    "second-day": ("2. päivä", "2. dagen", "Second day"),
    "reviews": ("Keskustelut", "Samtal", "Discussions"),
    "personal-plan": ("Oma suunnitelma", "Egen plan", "Personal plan"),
    "plan": ("Suunnitelma", "Plan", "Plan"),
    "risks": ("Riskit", "Risker", "Risks"),
    "targets": ("Tavoitteet", "Mål", "Targets"),
    "safety-plan": ("Työturvallisuus", "Arbetarskydd", "Work safety"),
    "production": ("Tuotanto", "Produktion", "Production"),
    "decisions": ("Päätökset", "Beslut", "Decisions"),
    "finance": ("Talous", "Ekonomi", "Finance"),
    "development": ("Kehitys", "Utveckl.", "Develop"),
    "safety": ("Turva", "Säkerhet", "Safety"),
    "change": ("Muutos", "Ändring", "Change"),
}


def short_name(code: str) -> str:
    """In the page's language; empty for an event of the employer's own."""
    at = {"sv": 1, "en": 2}.get((get_language() or "fi")[:2], 0)
    return SHORT[code][at] if code in SHORT else ""
