"""The words by which a database's names are judged when a first catalog is drafted.

Each set answers one question about the words of a column's or table's name. They are English
and lower case; adding a word is all it takes to teach the draft another habit.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _ranked(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# --- tables -------------------------------------------------------------------

# Tables that tools keep for themselves.
SYSTEM_TABLES = words("""
    alembic_version ar_internal_metadata databasechangelog databasechangeloglock
    django_migrations flyway_schema_history schema_migrations spatial_ref_sys sqlite_sequence
    sqlite_stat1 sysdiagrams
""")
# Prefixes that say what a table is for in a warehouse, not what it holds.
TABLE_PREFIXES = words("dim fact fct stg tbl tb vw ref lkp lookup all")
# Words that what comes after only describes: movies with year, products for hire.
PREPOSITIONS = words("w with without of in to for by from at on per")
DESCRIBING = words("daily weekly monthly quarterly yearly taken sold")
# What is bought rather than sold has no revenue.
PURCHASES = words("purchase purchases supply supplies inventory stock vendor supplier expense")

# --- names of rows and of references ------------------------------------------

# Last words of columns that identify something.
KEYS = words("id ids identifier key uuid guid sk pk code no nr number")
# Last words of numbers that are neither summed nor averaged.
NOT_MEASURED = words("""
    id ids identifier key uuid guid sk pk code no nr number zip zipcode postcode postal phone mobile
    fax extension ext version flag sort sequence seq ordinal position index rank lat
    latitude lon lng longitude year month day week weekday quarter hour minute isbn ean sku
    ranking standing round stage grade advisor supervisor manager instructor teacher owner creator
    author editor head major
""")
NAMES = words("name title label caption subject")
FIRST_NAMES = words("first given fore personal")
LAST_NAMES = words("last family sur")
FORENAMES = words("forename firstname")
SURNAMES = words("surname lastname")

# What only people have, what they share with animals, and what only animals have.
OF_PEOPLE = words("""
    salary wage nationality citizenship occupation profession
    hometown birthday dob gpa married
""")
OF_BEINGS = words("age sex gender")
OF_ANIMALS = words("breed species pet animal")

# --- columns that are left out ------------------------------------------------

SECRETS = words("password passwd pwd pass secret token hash salt ssn apikey credential pin cvv")
BOOKKEEPING = words("rowguid rowversion etl checksum xmin")
# `last update`, `modified at`: kept by the application, asked for by nobody.
TOUCHED = words("update updated modified changed refreshed synced loaded")

# --- columns of time ----------------------------------------------------------

# When a row happened, best first.
HAPPENED = _ranked("""
    order invoice sale sales transaction purchase payment rental booking visit event survey posted
    posting paid ordered invoiced date day month created create creation start started opened
    signup registered registration joined hire hired
""")
# Times that belong to a person rather than to what happened with them.
PEOPLE_TIMES = words("birth birthday hire hired joined signup registered registration")
# Words that every time may have in its name.
TIMES = words("date day month time timestamp datetime at on")
# Times that say something of a row but not when it happened.
NOT_HAPPENED = words("""
    birth birthday dob due required expected planned promised ship shipped shipping delivery
    delivered return returned end ended close closed expiry expires expiration until to deleted
    cancelled valid effective last
""")

# --- numbers ------------------------------------------------------------------

MONEY = words("""
    amount revenue sales turnover income profit margin price cost costs fee fees charge charges
    freight tax taxes salary wage wages bonus budget payment balance spend spending total subtotal
    net gross earnings value worth debit refund commission
""")
# Before another word these say how much of it, not of what.
WHOLE = words("total subtotal net gross")
# Numbers that are only meaningful averaged: of each row, not of all together.
INTENSIVE = words("""
    price rate ratio percent percentage pct share discount score rating grade age level average
    avg mean median temperature temp humidity speed height width depth length duration msrp
    probability margin minimum maximum intensity density exchange factor threshold limit max
    min milliseconds seconds minutes hours days bytes size weight salary open high low close
    closing opening
""")
RATES = words("ratio percent percentage pct share discount margin probability")
ADDITIVE = words("""
    amount revenue sales turnover income profit cost costs fee fees charge charges freight tax
    taxes quantity qty units unit count total subtotal sum sold ordered received shipped returned
    stock num cnt spend spending payment wages bonus commission clicks views impressions visits
    sessions refund
""")
QUANTITIES = words("quantity qty units")
# Measures whose bare name would mean too much: they get their table's name before it.
TOO_BARE = words("amount total subtotal value sum number count price balance net gross tax")
# Of these, the words that ask for a total of anything.
NOT_A_SYNONYM = words("total subtotal value sum number count")
# One thing under three names; a measure called by one answers to the others.
SALES = _ranked("revenue sales turnover")
# What each sale is called, where its lines are told apart.
ORDERS = words("order invoice sale booking")
# What a business takes in by these is its revenue, where nothing else is called so.
TAKINGS = words("payment invoice order sale booking ticket receipt")
# A line that holds one of these says its own amount: quantity times price need not be worked out.
LINE_AMOUNTS = words("amount total subtotal revenue sales extended linetotal value turnover")

# What is hoped for is not what happened.
WISHED = words("forecast target budget planned expected estimate estimated")

# --- text ---------------------------------------------------------------------

CONTACT_NAMES = words("contact manager owner reviewer author user")
FREE_TEXT = words("""
    description comment comments note notes text body message summary abstract bio fulltext
    content remarks url link path photo picture image homepage html
""")
# Ways to reach somebody: looked up, never grouped by.
CONTACT = words("""
    address street email mail phone mobile fax zip zipcode postal postcode extension username
    login
""")
# Groupings that make a poor first example.
DULL = words("title status type active activebool flag discontinued enabled deleted courtesy")
# Datasets of people who work for the business rather than buy from it.
STAFF = words("staff employee employees agent agents rep reps user users")
# Tables of which each row is a person.
PERSONS = words("""
    person human visitor guest customer client member patient passenger student pupil teacher
    instructor lecturer professor employee worker driver player athlete singer musician actor
    actress author writer reviewer doctor physician nurse candidate contestant applicant voter
    tenant owner friend citizen resident participant subscriber
""")
# What is meant where several are possible: the current address, the main office.
PLAIN = words("current main primary default usual")

# --- yes and no ----------------------------------------------------------------

YES = words("y yes t true")
NO = words("n no f false")
# `is_male`, `has_garden`: what comes after is said of a row, "male people".
YES_VERBS = words("is has was had are have does can")
# `on_scholarship`: said as it stands, too.
STATES = words("on in under with")
# Single words that a row either is or is not, beside those that end in "ed".
YES_ADJECTIVES = words("active open available valid visible public private current")
YES_MARKS = words("yn flag ind indicator bool")
