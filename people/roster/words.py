"""What the pages and the command say of a file, in the reader's language: plain words, and what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from people.roster.columns import SKIP

UNREADABLE = {
    "empty": gettext_lazy("There is nothing in the file. Choose another."),
    "big": gettext_lazy("The file is too big. Leave out the columns that are not needed, or bring it in parts."),
    "locked": gettext_lazy(
        "The file has a password or is an old Excel file. Save it as XLSX without a password, or as CSV."
    ),
    "broken": gettext_lazy("The file cannot be read. Open it in the program that made it and save it again."),
    "unpacked": gettext_lazy("The file holds far more than a list of people does. Save the list by itself as XLSX."),
    "kind": gettext_lazy("This is neither CSV nor XLSX. Save the list as one of them."),
    "rows": gettext_lazy("There are more than 60,000 rows. Bring the file in parts."),
    "columns": gettext_lazy("There are more than 100 columns. Leave out those that are not needed."),
    "cell": gettext_lazy("A cell holds more than 500 characters. Leave such a column out of the file."),
    "quotes": gettext_lazy("A quotation mark in the file does not end. Save it again as CSV, or as XLSX."),
}

# A person's column → how it is called on the page of the columns and in the preview
MEANINGS = {
    SKIP: gettext_lazy("Skip"),
    "number": gettext_lazy("Personnel number"),
    "last_name": gettext_lazy("Last name"),
    "first_name": gettext_lazy("First names"),
    "last_first": gettext_lazy("Last name First names"),
    "first_last": gettext_lazy("First names Last name"),
    "display_name": gettext_lazy("Name only for what is left out"),
    "calling_name": gettext_lazy("Calling name"),
    "email": gettext_lazy("E-mail"),
    "principal_name": gettext_lazy("Sign-in address, where there is no e-mail"),
    "username": gettext_lazy("User name"),
    "language": gettext_lazy("Language"),
    "title_fi": gettext_lazy("Job title"),
    "title_sv": gettext_lazy("Job title in Swedish"),
    "title_en": gettext_lazy("Job title in English"),
    "unit": gettext_lazy("Unit, or its path"),
    "supervisor": gettext_lazy("Supervisor"),
    "supervisor_and_deputies": gettext_lazy("Supervisor, the others are deputies"),
    "deputy": gettext_lazy("Deputies of the supervisor"),
    "starts_on": gettext_lazy("Employment begins"),
    "ends_on": gettext_lazy("Employment ends"),
    "active": gettext_lazy("Account in use: yes or no"),
    "user_type": gettext_lazy("Kind of user"),
}

FORBIDDEN = {
    "identity": gettext_lazy("personal identity code"),
    "bank": gettext_lazy("bank account"),
    "password": gettext_lazy("password"),
    "home": gettext_lazy("private address"),
    "health": gettext_lazy("diet or health"),
    "birth": gettext_lazy("birthday or gender"),
    "pay": gettext_lazy("pay or taxes"),
    "belief": gettext_lazy("trade union or religion"),
}

FINDINGS = {
    # errors: what to do
    "no_name_column": gettext_lazy("Choose which columns hold the last name and the first names."),
    "no_identity_column": gettext_lazy("Choose the column that tells people apart: the number, or else the e-mail."),
    "no_last_name": gettext_lazy("Write the last name."),
    "no_first_name": gettext_lazy("Write the first names."),
    "no_number": gettext_lazy("Write the personnel number."),
    "no_identity": gettext_lazy("Write the e-mail or the user name: nothing else tells this person apart."),
    "number_twice": gettext_lazy("One number stands on several rows. Leave one row."),
    "email_twice": gettext_lazy("One address stands on several rows. Each person has their own."),
    "username_twice": gettext_lazy("One user name stands on several rows. Each person has their own."),
    "one_person_twice": gettext_lazy("These rows are one person of the register. Leave one row."),
    "email": gettext_lazy("This is no e-mail address. Write it in the form name@example.fi, or leave it empty."),
    "username": gettext_lazy("Leave out @ and spaces: write for instance aino.virtanen."),
    "language": gettext_lazy("Write the language as fi, sv or en."),
    "day": gettext_lazy("This is no day. Write it in the form 30.11.2026."),
    "day_of_month": gettext_lazy("There is no such day: that month ends on %(last)s. Write another day."),
    "ends_before": gettext_lazy("The last day is before the first. Check both."),
    "long": gettext_lazy("This is too long: at most %(longest)s characters fit."),
    "unit": gettext_lazy("A name is missing in the path of the unit. Write it in the form Kotikunta/Sivistys."),
    "unit_twice": gettext_lazy("Several units have this name. Write the whole path, for instance Kotikunta/Sivistys."),
    "unknown_supervisor": gettext_lazy("Nobody in the file or in the register is this. Check the supervisor."),
    "two_supervisors": gettext_lazy("People of one unit name different supervisors. Let them name the same one."),
    "each_other": gettext_lazy("These people are each other’s supervisors. Remove one of the two."),
    "email_taken": gettext_lazy("Somebody else has this address: %(name)s. Check it, or leave it empty."),
    "username_taken": gettext_lazy("Somebody else has this user name: %(name)s. Write another."),
    # questions
    "same_person": gettext_lazy("In the register this address is %(name)s’s (%(number)s). Is %(own)s the same person?"),
    # left out, each with its reason
    "guest": gettext_lazy("from outside the organisation"),
    "inactive": gettext_lazy("the account is not in use"),
    "no_person": gettext_lazy("a room or a shared mailbox, no person"),
    "has_ended": gettext_lazy("the employment has ended"),
    # worth knowing
    "no_supervisors": gettext_lazy("Units come without supervisors: the file does not say who leads them."),
    "zeros": gettext_lazy("%(value)s and %(other)s are one number: zeros at the front make no other person."),
    "other_unit": gettext_lazy("The first unit counts. Left out: %(value)s."),
    "other_supervisor": gettext_lazy("The first supervisor counts. Left out: %(value)s."),
    "names_oneself": gettext_lazy("Names themselves as supervisor. That was left out."),
    "above_the_top": gettext_lazy("Leads the topmost unit and names a supervisor. That was left out."),
    # held back by the rules of the register
    "own_data": gettext_lazy("Nobody changes their own name, number or unit. A colleague does it in the register."),
    "own_end": gettext_lazy("Nobody ends their own employment with a file. A colleague does it in the register."),
    "own_line": gettext_lazy(
        "Would move under somebody who imports this file or has saved its columns. A colleague moves them."
    ),
    "own_lead": gettext_lazy(
        "Whoever imports this file or has saved its columns would lead this unit. A colleague names the supervisor."
    ),
    "last_hr": gettext_lazy("The last person of HR stays. Name another one first."),
    "being_settled": gettext_lazy("A change of this person’s sign-in is being settled. The name changes after that."),
    "other_waits": gettext_lazy("Another change of the sign-in waits already. Withdraw it first."),
    "return_first": gettext_lazy("Comes back now; the new address can be changed after that."),
    "username_other": gettext_lazy("The user name is in use, so the person gets another."),
    # beside a person
    "second_person": gettext_lazy("Opens a way into an account in use: waits for a second person, and is told."),
    "waits_already": gettext_lazy("The new address waits for a second person already."),
    "letter": gettext_lazy("no e-mail: a letter"),
}

FIELDS = {
    "number": gettext_lazy("number"),
    "last_name": gettext_lazy("last name"),
    "first_name": gettext_lazy("first names"),
    "calling_name": gettext_lazy("calling name"),
    "email": gettext_lazy("e-mail"),
    "username": gettext_lazy("user name"),
    "language": gettext_lazy("language"),
    "title_fi": gettext_lazy("job title"),
    "title_sv": gettext_lazy("job title in Swedish"),
    "title_en": gettext_lazy("job title in English"),
    "unit": gettext_lazy("unit"),
    "starts_on": pgettext_lazy("employment", "begins"),
    "ends_on": pgettext_lazy("employment", "ends"),
}


def told(finding: dict[str, Any]) -> str:
    """A finding in words."""
    return str(FINDINGS[finding["code"]]) % (finding["params"] | {"value": finding["value"]})


def rows_told(rows: list[int], most: int = 8) -> str:
    """7, 12 and 30; of many the first ones."""
    shown = ", ".join(str(row) for row in rows[:most])
    return _("%(rows)s and %(more)s more") % {"rows": shown, "more": len(rows) - most} if len(rows) > most else shown
