"""Words that mean the same of a row, from general knowledge.

Each line is one idea under the names people have for it. A column called by one of them answers to
the others, as far as no other column of its table is called so. Lines are few on purpose: a word
that only sometimes means the same is left to the person who knows the database.
"""

from __future__ import annotations

_IDEAS = """
country, nation, country of origin
address, location
mpg, miles per gallon, mileage, gas mileage, fuel economy, fuel efficiency
horsepower, horse power, hp
nationality, citizenship
sex, gender
salary, pay, wage
price, cost
phone, telephone, phone number
mobile, cell phone, mobile phone, mobile number
fax, fax number
email, e-mail, email address
city, town
hometown, home town
last name, surname, family name
first name, given name, forename
middle name, second name
nickname, nick name
date of birth, birth date, birthday
date of death, death date
zip, zip code, postcode, postal code
web site, website, homepage, home page
vendor, supplier
employer, company
firm, company
boss, manager
job, occupation, profession
headquarters, head office
start date, begin date, starting date
end date, finish date, ending date
hire date, hiring date
quantity, number of units
type, kind
begin time, start time
end time, finish time
genre, kind
stars, rating
created, creation date, create date, created date
directed by, director
written by, writer, author
produced by, producer
published by, publisher
created by, creator
founded by, founder
designed by, designer
composed by, composer
organised by, organized by, organiser, organizer
managed by, manager
owned by, owner
hosted by, host
sponsored by, sponsor
sold by, seller
bought by, buyer
author, writer
"""
# What the rows of a table are; a table answers to the others as far as nothing else does.
_ROWS = """
film, movie
teacher, instructor, lecturer
aircraft, airplane, aeroplane, plane
review, rating
customer, client
employee, staff member, worker
doctor, physician
medication, medicine, drug
car, automobile
company, firm, business
store, shop
student, pupil
author, writer
apartment, flat
ship, vessel, boat
country, nation
city, town
song, track
stadium, arena
order, purchase
product, article, item
enrolment, enrollment, registration, enrolled in
supplier, vendor
trip, journey
accident, crash
"""
# The words of one idea, each as a tuple.
SAME = tuple(
    tuple(tuple(name.split()) for name in line.split(", ")) for line in _IDEAS.strip().splitlines()
)
ROWS = tuple(tuple(line.split(", ")) for line in _ROWS.strip().splitlines())
# The short for the long, not the other way round.
SHORTER = {"identifier": "id", "maximum": "max", "minimum": "min", "average": "mean"}
# `state_province_county` is whichever of them an address has.
PLACES = frozenset(("state", "province", "county", "region", "city", "town", "zip", "postcode"))
