"""What must hold before real people use an installation: `manage.py check --deploy`."""

import base64
import binascii
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register

from core import proxies

LOCAL = {"localhost", "127.0.0.1", "::1"}


@register
def demo_is_only_local(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The demo signs anyone in with one click: it must never meet the world. Checked at every start."""
    if not settings.DEMO:
        return []
    found: list[CheckMessage] = []
    if settings.SECURE:
        found.append(Error("DEMO and SECURE are both on. The demo lets anyone in.", id="core.E001"))
    strangers = {urlsplit(settings.SITE_URL).hostname, *settings.ALLOWED_HOSTS} - LOCAL - {"testserver"}
    if strangers:
        found.append(Error("DEMO is on for addresses beyond this machine (SITE_URL, ALLOWED_HOSTS).", id="core.E002"))
    return found


@register
def text_keys_are_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A wrong key would be noticed only when someone's text is saved."""
    hint = "Make one: bin/make-secrets FOLDER writes FOLDER/secrets.env."
    if not settings.TEXT_KEYS:
        return [Error("TEXT_KEYS is empty.", hint=hint, id="core.E003")]
    for key in settings.TEXT_KEYS:
        try:
            good = len(base64.b64decode(key, validate=True)) == 32
        except (binascii.Error, ValueError):
            good = False
        if not good:
            return [Error("TEXT_KEYS holds a key that is not 32 bytes in base64.", hint=hint, id="core.E004")]
    return []


@register(Tags.security, deploy=True)
def installation_is_whole(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What only real use needs."""
    found: list[CheckMessage] = []

    def need(good: bool, text: str, number: int) -> None:
        if not good:
            found.append(Error(text, id=f"core.E{number:03}"))

    need(not settings.DEMO, "DEMO is on: anyone could sign in as anyone.", 10)
    need(settings.SECURE, "SECURE is off: cookies would travel without TLS.", 11)
    need(settings.SITE_URL.startswith("https://"), "SITE_URL must begin with https://.", 12)
    need(urlsplit(settings.SITE_URL).hostname not in LOCAL, "SITE_URL is this machine: links in mail lead nowhere.", 13)
    need(not settings.SITE_URL.endswith("/"), "SITE_URL must not end with a slash.", 14)
    need(
        settings.CACHES["default"]["BACKEND"] == "core.limits.LimitCache",
        "Sign-in limits are counted in the cache: only core.limits.LimitCache never drops one that still counts.",
        15,
    )
    need("postgresql" in settings.DATABASES["default"]["ENGINE"], "Real use needs PostgreSQL (DATABASE_URL).", 16)
    need(
        settings.EMAIL_BACKEND == "core.smtp.EmailBackend",
        "EMAIL_URL does not lead to a mail server.",
        17,
    )
    need(settings.EMAIL_TIMEOUT is not None, "Without EMAIL_TIMEOUT a silent mail server stops the worker.", 18)
    need("*" not in settings.ALLOWED_HOSTS, "ALLOWED_HOSTS must name the hosts.", 19)
    return found


@register(Tags.security, deploy=True)
def proxies_are_counted(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """PROXIES against a request that goes the way of people's: only the running server sees what comes through."""
    seen, said = proxies.ask(settings.SITE_URL), settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if seen is None or seen in _STARTING:
        hint = "Run this check again when the server answers at SITE_URL."
        return [Info("PROXIES could not be tried: SITE_URL does not answer yet.", hint=hint, id="core.I020")]
    if isinstance(seen, int):
        text = f"SITE_URL answers {seen} instead of what our server says."
        hint = "With 400 the proxy changes Host, or ALLOWED_HOSTS lacks it. Otherwise another server answers there."
        return [Error(text, hint=hint, id="core.E024")]
    found: list[CheckMessage] = []
    if settings.SECURE and seen.scheme != "https":
        text = "A request through SITE_URL comes without X-Forwarded-Proto: https, so forms and sign-in are refused."
        found.append(Error(text, hint="Let the proxy that speaks TLS set X-Forwarded-Proto.", id="core.E023"))
    if seen.addresses != said:
        text = (
            f"PROXIES is {said}, but a request through SITE_URL comes with {seen.addresses} addresses in "
            "X-Forwarded-For."
        )
        hint = "Limits count people by their addresses. Let each proxy add the header, and set PROXIES to their number."
        found.append(Error(text, hint=hint, id="core.E021" if seen.addresses < said else "core.E022"))
    return found


_STARTING = 502, 503, 504  # a proxy whose server does not answer
