"""Memos as PDFs: against plain WeasyPrint, first after a start, and how often a confirmed one is made."""

import http.client
import statistics
import time
from pathlib import Path
from unittest.mock import patch

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client

from bench.pages import Served
from bench.report import Report
from bench.serving import serving
from core import pdf
from vatupassi.memo import confirmation
from vatupassi.memo.content import MemoContent, memo_of
from vatupassi.memo.jobs import make_memo_pdf
from vatupassi.memo.layout import draw_memo
from vatupassi.models import Conversation, Memo

ROUNDS = 9


def measure(report: Report, served: Served) -> None:
    """All three."""
    conversation = served.people.conversations[1]
    content = memo_of(conversation, opened=lambda text: text.open_as_system("measure a memo"))
    made = lambda: draw_memo(content, language="fi", draft=False)  # noqa: E731
    html = markup(content)
    made(), plain(html)
    ours, plains = [], []
    for _round in range(ROUNDS):
        ours.append(taken(made))
        plains.append(taken(lambda: plain(html)))
    what = "memo PDF, tagged, warm; against plain WeasyPrint set up anew"
    report.at_most(what, statistics.median(plains), statistics.median(ours), 0.9)
    first_and_warm(report, served)
    never_twice(report, served)


def taken(act: object) -> float:
    """ms of one call."""
    start = time.perf_counter()
    act()  # type: ignore[operator]
    return (time.perf_counter() - start) * 1000


def markup(content: MemoContent) -> str:
    """The memo's HTML, as `memo.render` hands it on."""

    def kept(template: str, context: dict, language: str, request: object = None) -> str:
        return render_to_string(template, {"LANGUAGE_CODE": language, **context})

    with patch.object(pdf, "render", kept):
        return draw_memo(content, language="fi", draft=False)  # type: ignore[return-value]


def plain(html: str) -> bytes:
    """As WeasyPrint's manual shows it: fonts configured and style sheets parsed for each document, no tags."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    folder = Path(settings.FONTS_DIR) / "pdf"
    faces = "".join(
        f'@font-face{{font-family:"Source Sans 3";src:url("{(folder / f"SourceSans3-{name}.ttf").as_uri()}");'
        f"font-weight:{weight};font-style:{style}}}"
        for name, weight, style in pdf.FACES
    )
    look = "\n".join(each.read_text() for each in sorted((Path(settings.BASE_DIR) / "static/css").glob("pdf*.css")))
    sheet = CSS(string=faces + look, font_config=configuration)
    return HTML(string=html).write_pdf(stylesheets=[sheet], font_config=configuration)


def first_and_warm(report: Report, served: Served) -> None:
    """The first memo that a fresh server is asked for, against later ones."""
    conversation = served.people.conversations[2]
    headers = {"Cookie": served.people.cookie(conversation.employee_id)}
    with serving(workers=1) as server:
        time.sleep(3)  # a server is not asked for a PDF in the second in which it starts
        client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)

        def ask(path: str) -> None:
            client.request("GET", path, headers=headers)
            answer = client.getresponse()
            answer.read()
            assert answer.status == 200, answer.status

        ask("/")  # its database connection and templates are not the paper's
        paper = f"/keskustelut/{conversation.pk}/muistio.pdf"
        first = taken(lambda: ask(paper))
        warm = statistics.median(taken(lambda: ask(paper)) for _round in range(ROUNDS))
    report.at_most("memo PDF, first after a start; against warm", warm, first, 1.5)


def never_twice(report: Report, served: Served) -> None:
    """Both confirm, the job makes the PDF, and both read it often."""
    conversation = served.people.conversations[3]
    renders = []
    real = pdf.render

    def counted(*words: object, **more: object) -> bytes:
        renders.append(words)
        return real(*words, **more)  # type: ignore[arg-type]

    with patch.object(pdf, "render", counted):
        for person in (conversation.employee, conversation.supervisor):
            with transaction.atomic():
                row = Conversation.objects.of_party(person).for_update().get(pk=conversation.pk)
                confirmation.confirm(row, by=person, text_revision=row.text_revision)
        frozen = Memo.objects.get(conversation=conversation)
        for _run in range(2):  # at least once, says the queue
            make_memo_pdf.func(str(frozen.pk))
        for person in (conversation.employee, conversation.supervisor):
            client = Client(SERVER_NAME="localhost")
            client.force_login(person)
            for _time in range(5):
                assert client.get(f"/keskustelut/{conversation.pk}/muistio.pdf").status_code == 200
    report.limit("a confirmed memo, read ten times: renders", len(renders), 1, "")
