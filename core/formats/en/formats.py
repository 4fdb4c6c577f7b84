"""English as this site writes it: 18 May 2016, 9.15 (24 h), 45,000, 48.7."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y G.i"
SHORT_DATE_FORMAT = "j F Y"
MONTH_DAY_FORMAT = "j F"
YEAR_MONTH_FORMAT = "F Y"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
SHORT_DATETIME_FORMAT = f"{SHORT_DATE_FORMAT} G.i"
TIME_FORMAT = "G.i"
FIRST_DAY_OF_WEEK = 1
NUMBER_GROUPING = 3
# What people type is accepted alike in all three languages; ISO is what a browser's own date control sends.
DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H.%M", "%H:%M", "%H.%M.%S", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = [f"{day} {time}" for day in DATE_INPUT_FORMATS for time in TIME_INPUT_FORMATS]
