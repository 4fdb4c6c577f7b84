"""The second step within a sign-in."""

from typing import Any

from allauth.mfa.stages import AuthenticateStage

from people.second_step import elsewhere


class SecondStepStage(AuthenticateStage):
    """allauth's, which is passed where the work account's provider has asked for one that counts."""

    def handle(self) -> tuple[Any, bool]:
        """An answer that asks for the code, or none; and whether the sign-in may go on."""
        if elsewhere.had(self.request, self.login.user):
            return None, True
        answer, may_go_on = super().handle()
        return answer, bool(may_go_on)
