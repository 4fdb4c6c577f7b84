"""Django's mail over SMTP, which also knows whether a whole text has gone to the server.

After that a silence means "unknown": nobody knows whether the letter arrived, so `core.outbox` does not send it again.
"""

import smtplib
from typing import Any

from django.core.mail.backends import smtp

END = b"\r\n.\r\n"  # of a text


class _Watched(smtplib.SMTP):
    text_has_gone = False

    def send(self, s: Any) -> None:
        """Send, having noted the end of a text: it may arrive even when this fails."""
        if isinstance(s, bytes) and s.endswith(END):
            self.text_has_gone = True
        super().send(s)


class _WatchedOverTLS(_Watched, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Set as EMAIL_BACKEND where mail leaves over SMTP."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Of the connection to the server."""
        return _WatchedOverTLS if self.use_ssl else _Watched

    @property
    def text_has_gone(self) -> bool:
        """Whether the server may have a whole text, answered or not."""
        return isinstance(self.connection, _Watched) and self.connection.text_has_gone
