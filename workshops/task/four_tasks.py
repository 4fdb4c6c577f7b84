"""The four tasks of the workshop day of 2016 (domain.md G39–42), in our own words, as a start for a group work."""

from django.utils.translation import gettext_lazy as _

FOUR_TASKS = (
    (
        _("How do we support each other before a problem, and when there is one?"),
        _(
            "List first what helps ahead of time, for instance in how you talk, thank, share work and try new things. "
            "Then list what helps when somebody already has a hard time."
        ),
    ),
    (
        _("What kind of training do supervisors need for early support?"),
        _("What should it contain, and in which ways is it learnt best? Where does a supervisor get help afterwards?"),
    ),
    (
        _("How does early support become a part of our everyday work?"),
        _("Think of meetings, the induction of new people, intranet, development discussions and remote work."),
    ),
    (
        _("Which questions belong in the development discussion?"),
        _("Write questions about work ability, recovery and the future that you would yourselves like to be asked."),
    ),
)
