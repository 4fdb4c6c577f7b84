"""What HR says of the employer, and the file of its logo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.fields import OneLine
from core.models import Organisation
from core.organisation.logo import LARGEST, Logo, Refused, logo_from
from people.organisation.settings import FIELDS

HOURS = [("", _("no quiet hours")), *((hour, f"{hour}.00") for hour in range(24))]
NOT_TAKEN = {
    "size": _("The file is larger than 1 MB. Save the logo as a smaller picture."),
    "points": _("The picture is too large: at most 16 million points. Save the logo as a smaller picture."),
    "kind": _(
        "This is no PNG or JPEG picture. Save the logo as PNG and choose it again. SVG is not taken: a file of that "
        "kind can hold a program."
    ),
}


class OrganisationForm(OneLine, forms.ModelForm[Organisation]):
    """The employer."""

    quiet_from = forms.TypedChoiceField(
        label=_("Letters wait from"), choices=HOURS, coerce=int, empty_value=None, required=False
    )
    quiet_until = forms.TypedChoiceField(
        label=_("Letters wait until"), choices=HOURS, coerce=int, empty_value=None, required=False
    )

    class Meta:
        model = Organisation
        fields = FIELDS
        help_texts = {
            "kind": _("The pages say by this where a change is talked through with the staff."),
            "secrecy_mark": _(
                "Stands on memos and summaries. For instance: Salassa pidettävä (JulkL 24 § 1 mom. 25 k)"
            ),
            "footer_fi": _("For instance: Kotikunta, PL 12, 00000 Kotikunta · puhelin 0100 000 000"),
            "footer_sv": _("If you leave both empty, the employer’s name stands there."),
            "privacy_contact": _("An e-mail address or a sentence. People are told to ask here about their data."),
            "accessibility_contact": _("An e-mail address or a sentence."),
        }

    def clean(self) -> dict[str, Any]:
        """Both hours or neither."""
        data = super().clean() or {}
        if self.errors:
            return data
        first, last = data.get("quiet_from"), data.get("quiet_until")
        if (first is None) != (last is None):
            missing = "quiet_from" if first is None else "quiet_until"
            self.add_error(missing, _("Choose both hours, or leave both empty: then letters never wait."))
        elif first is not None and first == last:
            self.add_error("quiet_until", _("These are the same hour. Choose another, or leave both empty."))
        return data


class LogoForm(forms.Form):
    """A picture, read at once and drawn anew: the file itself is not kept."""

    file = forms.FileField(
        label=_("Picture of the logo"),
        help_text=_("PNG or JPEG, at most 1 MB. A wide logo without empty edges reads best."),
        error_messages={
            "required": _("Choose the file."),
            "empty": _("There is nothing in the file. Choose another."),
            "invalid": _("Choose the file."),
            "missing": _("Choose the file."),
        },
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
    )
    logo: Logo

    def clean_file(self) -> UploadedFile:
        """A picture, or why not."""
        file: UploadedFile = self.cleaned_data["file"]
        try:
            self.logo = logo_from(file.read(LARGEST + 1))
        except Refused as refused:
            raise ValidationError(NOT_TAKEN[str(refused)]) from None
        return file
