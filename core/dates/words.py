"""The words for days and times in Finnish, Swedish and English, without dots and rings (`reading.plain`).

Everybody may use every language: no word stands for two things, so nothing is guessed (tests/core/dates).
"""

WEEKDAYS = (
    "ma maanantai maanantaina maanantaiksi man mandag mandagen mon monday",
    "ti tiistai tiistaina tiistaiksi tis tisdag tisdagen tue tues tuesday",
    "ke keskiviikko keskiviikkona keskiviikoksi ons onsdag onsdagen wed wednesday",
    "to torstai torstaina torstaiksi tor tors torsdag torsdagen thu thur thurs thursday",
    "pe perjantai perjantaina perjantaiksi fre fredag fredagen fri friday",
    "la lauantai lauantaina lauantaiksi lor lordag lordagen sat saturday",
    "su sunnuntai sunnuntaina sunnuntaiksi son sondag sondagen sun sunday",
)
MONTHS = (
    "",  # so that January is 1
    "tammikuu tammikuuta jan januari january",
    "helmikuu helmikuuta feb februari february",
    "maaliskuu maaliskuuta mars march",
    "huhtikuu huhtikuuta apr april",
    "toukokuu toukokuuta maj may",
    "kesakuu kesakuuta jun juni june",
    "heinakuu heinakuuta jul juli july",
    "elokuu elokuuta aug augusti august",
    "syyskuu syyskuuta sep sept september",
    "lokakuu lokakuuta okt oct oktober october",
    "marraskuu marraskuuta nov november",
    "joulukuu joulukuuta dec december",
)
NUMBERS = (
    "",
    "yksi yhden en ett a an one",
    "kaksi kahden tva two",
    "kolme kolmen tre three",
    "nelja neljan fyra four",
    "viisi viiden fem five",
    "kuusi kuuden sex six",
    "seitseman sju seven",
    "kahdeksan atta eight",
    "yhdeksan nio nine",
    "kymmenen tio ten",
)

# Kind of a word → what it means → its spellings, separated by a bar where they hold a space
WORDS: dict[str, dict[int, str]] = {
    "away": {
        0: "tanaan|idag|i dag|today",
        1: "huomenna|huomiseksi|imorgon|i morgon|tomorrow",
        2: "ylihuomenna|overmorgon|i overmorgon|day after tomorrow",
        -1: "eilen|igar|i gar|yesterday",
        -2: "toissapaivana|forrgar|i forrgar|day before yesterday",
    },
    "weekday": {day: row.replace(" ", "|") for day, row in enumerate(WEEKDAYS)},
    "latest": dict(
        enumerate(f"i {day}s" for day in ("mandag", "tisdag", "onsdag", "torsdag", "fredag", "lordag", "sondag"))
    ),
    "month": {month: row.replace(" ", "|") for month, row in enumerate(MONTHS) if month},
    "number": {number: row.replace(" ", "|") for number, row in enumerate(NUMBERS) if number},
    "next": {1: "ensi|seuraava|seuraavana|nasta|next"},
    "last": {1: "viime|forra|last"},
    "coming": {1: "tuleva|tulevana|tana|nu pa|denna|this|this coming|coming"},
    "of_week": {
        0: "talla viikolla|taman viikon|denna vecka|den har veckan|this week",
        1: "ensi viikolla|ensi viikon|nasta vecka|next week",
        -1: "viime viikolla|viime viikon|forra veckan|last week",
    },
    "days": {1: "pv|paiva|paivaa|paivan|dag|dagar|days|day"},
    "weeks": {1: "vk|vko|viikko|viikkoa|viikon|viikolla|v|vecka|veckor|week|weeks|wk"},  # a length, or its number
    "months": {1: "kk|kuukausi|kuukautta|kuukauden|manad|manader|month|months"},
    "later": {1: "paasta|kuluttua|from now"},
    "in": {1: "om|in"},  # om 2 veckor, in 2 weeks
    "ago": {1: "sitten|sedan|ago"},
    "": {0: "pa|on|den|the|of|for"},  # på tisdag, on Tuesday, the 30th of, för 2 veckor sedan
}
CLOCK = ("kello", "klo", "klockan", "kl", "at")
