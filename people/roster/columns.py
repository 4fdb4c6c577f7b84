"""What a column is: well-known headers in Finnish, Swedish and English, and what must never be stored."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from people.roster.reading import Sheet

HEADER_AMONG = 10  # the first rows, of which one may hold the headers
SKIP = ""

# What a column may be, in the order of the choices on the page → headers in which it is known, as `known` spells them.
MEANINGS: dict[str, str] = {
    "number": (
        "henkilönumero henkilönro hlönro hlönumero hlönr palkkanumero työntekijänumero työntekijännumero hnro"
        " anställningsnummer anställningsnr personalnummer personalnr arbetstagarnummer anstnr"
        " employeenumber employeeid employeeno personnelnumber personnelno staffnumber staffid workerid"
        " extensionattribute1 pernr"
    ),
    "last_name": "sukunimi efternamn släktnamn lastname surname familyname sn",
    "first_name": "etunimi etunimet förnamn förnamnen firstname firstnames givenname givennames",
    "last_first": "kokonimi sukunimietunimi nimi efternamnförnamn namn",
    "first_last": "etunimisukunimi förnamnefternamn fullname name",
    "display_name": "displayname näyttönimi visningsnamn cn",
    "calling_name": "kutsumanimi tilltalsnamn callingname preferredname knownas nickname",
    "email": (
        "sähköposti sähköpostiosoite työsähköposti email emailaddress workemail mail epost epostadress epostadr"
        " primarysmtpaddress"
    ),
    "principal_name": "userprincipalname upn kirjautumisosoite",
    "username": "käyttäjätunnus käyttäjänimi tunnus användarnamn username userid login samaccountname loginname",
    "language": "kieli asiointikieli äidinkieli språk kontaktspråk modersmål language preferredlanguage lang",
    "title_fi": (
        "nimike tehtävänimike ammattinimike virkanimike titteli nimikesuomeksi tehtävänimikesuomeksi titel"
        " tjänstebeteckning jobtitle title position jobtitleinfinnish"
    ),
    "title_sv": "nimikeruotsiksi tehtävänimikeruotsiksi titelpåsvenska jobtitleinswedish",
    "title_en": "nimikeenglanniksi tehtävänimikeenglanniksi titelpåengelska jobtitleinenglish",
    "unit": (
        "yksikkö yksikköpolku työyksikkö osasto organisaatioyksikkö organisaatio toimipaikka yksiköt enhet avdelning"
        " organisationsenhet enheter unit units department organisationalunit organizationalunit orgunit"
        " memberofunits unitpath"
    ),
    "supervisor": (
        "esihenkilö esihenkilönnumero esihenkilönhenkilönumero esimies esimiehennumero esimiehenhenkilönumero"
        " esimiestenhenkilönumerolista esihenkilöidenhenkilönumerot lähiesihenkilö lähiesimies chef närmastechef"
        " förman chefensnummer chefensanställningsnummer supervisor supervisornumber manager managerid"
        " manageremployeenumber reportsto"
    ),
    "supervisor_and_deputies": "",
    "deputy": "sijainen esihenkilönsijainen varahenkilö ställföreträdare chefensställföreträdare deputy",
    "starts_on": (
        "alkaa alkaen alkupvm alkupäivä työsuhdealkaa työsuhteenalkupäivä palvelussuhdealkaa aloituspäivä"
        " börjar börjardatum startdatum anställningenbörjar anställdfrån starts startdate validfrom hiredate"
        " employmentstarts from"
    ),
    "ends_on": (
        "päättyy päättyen loppupvm loppupäivä työsuhdepäättyy työsuhteenpäättymispäivä palvelussuhdepäättyy"
        " lopetuspäivä slutar slutdatum anställningenslutar anställdtill ends enddate validto validuntil"
        " terminationdate employmentends until"
    ),
    "active": (
        "aktiivinen tiliaktiivinen tunnusaktiivinen tilikäytössä voimassa aktiv kontotaktivt active accountenabled"
        " enabled isactive"
    ),
    "user_type": "käyttäjätyyppi käyttäjälaji användartyp usertype",
}

# What is never read, by the kind of it → pieces of headers.
FORBIDDEN: dict[str, str] = {
    "identity": (
        "henkilötunnus hetu sotu sosiaaliturvatunnus personbeteckning personnummer socialskyddssignum"
        " personalidentitycode personalidentificationnumber socialsecurity nationalid nationalidentification"
        " identitycode personnr passin passnummer passport"
    ),
    "bank": "iban tilinumero pankkitili pankki bankkonto kontonummer bankaccount accountnumber bank",
    "password": "salasana lösenord password passwd passphrase pwd pinkoodi pinkod pincode",
    "home": (
        "kotiosoite lähiosoite katuosoite postiosoite yksityisosoite hemadress gatuadress postadress homeaddress"
        " streetaddress postaladdress postinumero postnummer postalcode zipcode kotipuhelin hemtelefon homephone"
        " kotikunta hemkommun lähiomainen anhörig nextofkin"
    ),
    "health": (
        "ruokavalio erityisruokavalio allergia allergi specialkost kosthåll diet dietary allergy allergies"
        " sairaus diagnoosi sjukdom diagnos diagnosis sairauspoissaolo sjukfrånvaro sickleave"
    ),
    "birth": "syntymäaika syntymäpäivä födelsedatum födelsetid dateofbirth birthdate birthday sukupuoli gender sex",
    "pay": "palkka bruttopalkka verokortti veronumero lön bruttolön skattenummer salary wage taxnumber",
    "belief": "ammattiliitto ayjäsen fackförbund tradeunion kirkkokunta uskonto religion trossamfund",
}
WHOLE = {"hetu", "sotu", "bic", "swift", "iban", "pin", "bank", "lön", "sex", "kost", "pwd"}  # too short for a piece
ALSO_WHOLE = {
    "bic": "bank",
    "swift": "bank",
    "swiftbic": "bank",
    "bicswift": "bank",
    "pin": "password",
    "kost": "health",
}
_PIECES = [(piece, kind) for kind, pieces in FORBIDDEN.items() for piece in pieces.split() if piece not in WHOLE]
_WHOLE = ALSO_WHOLE | {piece: kind for kind, pieces in FORBIDDEN.items() for piece in pieces.split() if piece in WHOLE}
NO_PAY = {"palkkanumero", "palkkaryhmä"}

# Values that look like what must not be stored, wherever they stand.
_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])([0-3]\d[01]\d\d\d)([-+A-FU-Ya-fu-y−–]?)(\d{3})([0-9A-Ya-y])(?![0-9A-Za-z])")
_IBAN = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{2}\d{2}(?: ?[0-9A-Za-z]){11,30}(?![0-9A-Za-z])")
_BIC = re.compile(r"[A-Z]{4}FI[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
BANK_CODES_FROM = 3  # cells of a column


def known(header: str) -> str:
    """A header without what people write differently: case, spaces, hyphens, dots."""
    return "".join(sign for sign in unicodedata.normalize("NFC", header.casefold()) if sign.isalnum())


_MEANINGS = {header: meaning for meaning, headers in MEANINGS.items() for header in headers.split()}


def meaning_of(header: str) -> str:
    """What a well-known header says; `SKIP` for any other."""
    return _MEANINGS.get(known(header), SKIP)


def forbidden_kind(header: str) -> str:
    """Why a column of this header is never read; empty when it may be."""
    name = known(header)
    if name in _MEANINGS or name in NO_PAY:  # a number for the pay is no pay
        return ""
    return _WHOLE.get(name, "") or next((kind for piece, kind in _PIECES if piece in name), "")


def looks_forbidden(value: str) -> str:
    """Why a value is blanked wherever it stands."""
    if len(value) < 10 or not any(sign.isdecimal() for sign in value):
        return ""
    for found in _IDENTITY.finditer(value):
        day, mark, number, check = found.groups()
        if mark or (not check.isdecimal() and _CHECK[int(day + number) % 31] == check.upper()):
            return "identity"
    return "bank" if any(_is_iban(found[0]) for found in _IBAN.finditer(value)) else ""


def _is_iban(text: str) -> bool:
    packed = "".join(sign for sign in text.upper() if sign.isalnum())
    return any(_iban_fits(packed[:length]) for length in (len(packed), 18, 24) if 15 <= length <= len(packed))


def _iban_fits(text: str) -> bool:
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1


@dataclass
class Dropped:
    """What of a sheet was blanked: columns by their place, and single cells by row (from 1) and place."""

    columns: dict[int, str] = field(default_factory=dict)
    cells: list[tuple[int, int, str]] = field(default_factory=list)


def blank_forbidden(sheet: Sheet, header: int) -> Dropped:
    """Empty what must never be stored, before anything is. A column's header stays, so that it can be named."""
    dropped = Dropped()
    headers = sheet.rows[header - 1] if header else [""] * len(sheet.rows[0])
    for at, name in enumerate(headers):
        kind = forbidden_kind(name) or ("bank" if _holds_bank_codes([row[at] for row in sheet.rows[header:]]) else "")
        if kind:
            dropped.columns[at] = kind
            for row in sheet.rows[header:]:
                row[at] = ""
    for number, row in enumerate(sheet.rows, 1):
        for at, value in enumerate(row):
            if kind := looks_forbidden(value):
                row[at] = ""
                dropped.cells.append((number, at, kind))
    return dropped


def _holds_bank_codes(values: list[str]) -> bool:
    """All of a column look like a BIC; one alone may be a name in capitals."""
    written = [value for value in values if value]
    return len(written) >= BANK_CODES_FROM and all(_BIC.fullmatch(value) for value in written)


# ---- A mapping: which sheet, which row holds the headers, what each column is


@dataclass
class Layout:
    """How a sheet is read. `header` is the row of the headers, 0 for none; `meanings` stand by place."""

    sheet: str
    header: int
    meanings: list[str]
    is_whole: bool = True  # a list of everybody; a part of it ends nobody's employment

    def headers(self, sheet: Sheet) -> list[str]:
        """By place; empty without a header row."""
        width = len(sheet.rows[0]) if sheet.rows else 0
        return sheet.rows[self.header - 1] if 0 < self.header <= len(sheet.rows) else [""] * width


def header_row(sheet: Sheet) -> int:
    """The row that holds most well-known headers, at least two; 0 when there is none."""
    counts = [sum(bool(meaning_of(cell) or forbidden_kind(cell)) for cell in row) for row in sheet.rows[:HEADER_AMONG]]
    best = max(counts, default=0)
    return counts.index(best) + 1 if best >= 2 else 0


def proposed(sheets: list[Sheet]) -> Layout:
    """The sheet with most known headers, then with most rows, and what its headers say; each meaning once."""
    best = max(sheets, key=lambda sheet: (bool(header_row(sheet)), len(sheet.rows)))
    return proposed_for(best, header_row(best))


def proposed_for(sheet: Sheet, header: int) -> Layout:
    """What the headers of this row say."""
    layout = Layout(sheet.name, header, [])
    taken: set[str] = set()
    for cell in layout.headers(sheet):
        meaning = meaning_of(cell)
        layout.meanings.append(SKIP if meaning in taken else meaning)
        taken.add(meaning)
    if "last_name" in taken and "last_first" in taken:
        layout.meanings = [SKIP if meaning == "last_first" else meaning for meaning in layout.meanings]
    return layout


def as_saved(layout: Layout, sheet: Sheet) -> dict[str, Any]:
    """A mapping as it is kept: by the headers, or by place where there are none."""
    headers = [known(cell) for cell in layout.headers(sheet)]
    columns = [
        [header if layout.header else at, meaning]
        for at, (header, meaning) in enumerate(zip(headers, layout.meanings, strict=True))
        if meaning
    ]
    return {"sheet": layout.sheet, "header": layout.header, "columns": columns, "is_whole": layout.is_whole}


def from_saved(saved: dict[str, Any], sheets: list[Sheet]) -> tuple[Layout, list[str]]:
    """The layout of a file by a saved mapping, and which of its headers the file does not have."""
    by_name = {sheet.name: sheet for sheet in sheets}
    sheet = by_name.get(saved["sheet"]) or max(sheets, key=lambda each: len(each.rows))
    layout = Layout(sheet.name, min(saved["header"], len(sheet.rows)), [], saved["is_whole"])
    headers = [known(cell) for cell in layout.headers(sheet)]
    layout.meanings = [SKIP] * len(headers)
    missing = []
    for key, meaning in saved["columns"]:
        at = key if isinstance(key, int) else headers.index(key) if key in headers else -1
        if 0 <= at < len(headers):
            layout.meanings[at] = meaning
        else:
            missing.append(str(key + 1) if isinstance(key, int) else key)
    return layout, missing


def letter(at: int) -> str:
    """A column's name in a spreadsheet: A, B, …, Z, AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name
