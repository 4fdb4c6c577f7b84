"""What `manage.py doctor` says of the directories at which people sign in."""

from __future__ import annotations

from core.running.doctor import Findings, examines, good, note, wrong
from people.work_account import asking
from people.work_account.asking import Trouble
from people.work_account.providers import providers

SLOW = 2.0  # seconds
TODO = {
    Trouble.DOWN: "Is it up, and does a firewall let this machine reach it? Meanwhile people use their passwords.",
    Trouble.BUSY: "Try again.",
    Trouble.SETTINGS: "Compare WORK_ACCOUNT_…_ISSUER with “issuer” in its metadata, to the letter.",
    Trouble.NONSENSE: "Open its /.well-known/openid-configuration in a browser: is it this directory, over https?",
}


@examines("work accounts")
def directories_answer() -> Findings:
    """Each directory: its address, its issuer, its keys, and how long it takes."""
    if not providers():
        yield good("None are set up: people sign in with passwords and passkeys.")
    for provider in providers():
        if not provider.client_id or not asking.is_safe(provider.issuer):
            yield wrong(
                f"{provider.id}: the issuer is no https address, or the client id is missing.",
                f"Set WORK_ACCOUNT_{provider.id.upper()}_ISSUER and …_CLIENT_ID.",
            )
            continue
        try:
            seen = asking.look(provider)
        except Trouble as trouble:
            yield wrong(f"{provider.id}: {trouble.kind} ({trouble.why}).", TODO.get(trouble.kind, TODO[Trouble.DOWN]))
            continue
        words = f"{provider.id} answers in {seen.seconds:.1f} s."
        yield note(words, "People wait for it when they sign in.") if seen.seconds > SLOW else good(words)
        if not seen.offers_sign_out and provider.sign_out != "never":
            yield note(f"{provider.id} offers no signing out there.", "On shared devices people close the browser.")
        if provider.second_step:
            counted = ", ".join(sorted(provider.second_step))
            yield good(f"{provider.id}: its own second step counts ({counted}).")
