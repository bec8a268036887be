"""Short forms in the names of tables and columns, and the words they stand for.

Lower case and English. Only forms that hardly ever mean anything else belong here: a wrong word is
worse than a short one.
"""

from __future__ import annotations

from bi.catalog.lexicon import words


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """`dept: department` to the line."""
    lines = (line.partition(":") for line in text.strip().splitlines())
    return {short.strip(): tuple(long.split()) for short, _, long in lines}


# Anywhere in a name.
ABBREVIATIONS = _table("""
    acct: account
    addr: address
    amt: amount
    appt: appointment
    apt: apartment
    asst: assistant
    attr: attribute
    avg: average
    bal: balance
    bday: birthday
    bldg: building
    ccy: currency
    cntry: country
    crs: course
    ctry: country
    cust: customer
    dept: department
    desc: description
    descr: description
    dest: destination
    dob: date of birth
    dod: date of death
    doj: date of joining
    dst: destination
    emp: employee
    fname: first name
    firstname: first name
    fullname: full name
    hiredate: hire date
    hrs: hours
    img: image
    inv: invoice
    jobcode: job code
    lang: language
    lastname: last name
    lname: last name
    lng: longitude
    lon: longitude
    lat: latitude
    max: maximum
    mgr: manager
    middlename: middle name
    mgmt: management
    min: minimum
    mname: middle name
    msg: message
    mth: month
    nbr: number
    num: number
    ord: order
    org: organization
    pct: percent
    perc: percent
    pkg: package
    pmt: payment
    pos: position
    prereq: prerequisite
    prod: product
    prof: professor
    qty: quantity
    rcpt: receipt
    recd: received
    sched: schedule
    src: source
    stmt: statement
    subj: subject
    tel: telephone
    tot: total
    trans: transaction
    tx: transaction
    txn: transaction
    usr: user
    whse: warehouse
    wt: weight
    yr: year
    yrs: years
""")
# Only as the last word of a name.
LAST = _table("""
    dt: date
    no: number
    nr: number
    ts: time
    cnt: count
    init: initial
    cred: credits
    hr: hour
""")
# Last words that tell how a flag or a date is written, which nobody says.
SILENT = frozenset(("yn", "mf", "mfu", "str", "txt"))
# Names people use for a thing that are written in capitals.
ACRONYMS = words("""
    id url sku vat ip isbn tv gpa gdp mpg imdb iata icao usa uk eu ssn pdf gps api ean upc iban bic
    roi cpu hp rpm
""")
