"""The link for a new password."""

from core import sealed
from core.jobs import task
from core.outbox import send
from people.models import User


def seal_address(email: str) -> str:
    """An address as a job may carry it: its row stays for weeks, and people type other things than addresses."""
    return sealed.encrypt(email.encode(), "people.send_password_link").hex()


@task
def send_password_link(sealed_email: str) -> None:
    """The letter with the link for a new password, if the address is somebody's.

    The page that asks does the same for each address, so it takes equally long whether or not there is such a person.
    """
    email = sealed.decrypt(bytes.fromhex(sealed_email), "people.send_password_link").decode()
    for person in User.objects.active().exclude(email="").filter(email__iexact=email):
        send("password_reset", to=person)
