"""The letter of the tests."""

from core.outbox import Letter, mail


@mail("test", about=lambda user, ids: ids)
def letter(user, ids):
    """One neutral line."""
    return Letter(f"Keskustelukutsu {ids['number']}", "Sinut on kutsuttu.")
