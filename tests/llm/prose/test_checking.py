"""Sentences that a result bears out pass, and those that it does not are told apart."""

from __future__ import annotations

import random

import pytest

from llm.prose.checking import holds
from llm.prose.facts import Facts
from llm.prose.known import Known
from tests.llm.prose.shapes import GERMAN, MONTHS, PAIRS, RATES, REGIONS, SINGLE, TOP

TRUE: list[tuple[Facts, str]] = [
    (REGIONS, "North leads with $1,234,567."),
    (REGIONS, "North brought in about $1.2 million, the most of all four regions."),
    (REGIONS, "South follows with $845,300."),
    (REGIONS, "East is last with $98,751."),
    (REGIONS, "The lowest revenue is in East: $98,750.50."),
    (REGIONS, "In total, revenue comes to $2,590,667.50."),
    (REGIONS, "All regions together made $2.59 million."),
    (REGIONS, "North accounts for 48% of the total."),
    (REGIONS, "Nearly half of all revenue, 47.7 %, comes from North."),
    (REGIONS, "North and South together make up 80% of revenue."),
    (REGIONS, "North made $389,267 more than South."),
    (REGIONS, "North earned three times as much as West."),
    (REGIONS, "West earned $412k."),
    (REGIONS, "There are 4 regions."),
    (REGIONS, "Revenue is spread over four regions."),
    (REGIONS, "The average region earned $647,667."),
    (REGIONS, "North is the largest region."),
    (REGIONS, "East is the smallest of the regions."),
    (REGIONS, "The top two regions are North and South."),
    (REGIONS, "South's revenue is 32% lower than North's."),
    (MONTHS, "Orders rose from 120 in January to 240 in December."),
    (MONTHS, "Orders doubled between January and December."),
    (MONTHS, "The busiest month was December 2024 with 240 orders."),
    (MONTHS, "In 2024 there were 1,928 orders in all."),
    (MONTHS, "On average there were 161 orders a month."),
    (MONTHS, "January was the lowest month, with 120 orders."),
    (MONTHS, "From November to December orders grew by 48, or 25%."),
    (MONTHS, "Orders grew by 100% over the year."),
    (MONTHS, "Orders fell from 132 in February to 128 in March."),
    (MONTHS, "The year 2024 ended at 240 orders."),
    (MONTHS, "All twelve months of 2024 had at least 120 orders."),
    (RATES, "Lamps have the highest return rate at 12.2%."),
    (RATES, "Desks are returned least often, at 4.1 %."),
    (RATES, "The return rate of chairs is 8.3 percent."),
    (RATES, "Lamps are 8.1 percentage points above desks."),
    (RATES, "Return rates lie between 4.1% and 12.2%."),
    (SINGLE, "You have 4,812 customers."),
    (SINGLE, "There are about 4,800 customers."),
    (SINGLE, "There are roughly 4.8k customers."),
    (TOP, "The 7-Eleven Mug sold best, with 912 units."),
    (TOP, "Product 12 comes second with 877 units."),
    (TOP, "The top 3 products sold 2,429 units together."),
    (TOP, "Pen sold 640 units, the fewest of the three."),
    (TOP, "Product 12 sold 35 units fewer than the 7-Eleven Mug."),
    (PAIRS, "Corporate has the highest revenue, $75,500, from 295 orders."),
    (PAIRS, "Consumer placed the most orders: 410."),
    (PAIRS, "Home is the smallest segment in both revenue and orders."),
    (PAIRS, "Corporate earned 51% more than Consumer."),
    (PAIRS, "The three segments placed 807 orders in total."),
    (MONTHS, "December was up 25% on November."),
    (GERMAN, "Nord liegt mit 1.234.567 € vorn."),
    (GERMAN, "Nord erzielte rund 1,2 Mio. € Umsatz."),
    (GERMAN, "Süd folgt mit 845.300 €."),
    (GERMAN, "Der niedrigste Umsatz fällt in West an: 412.050 €."),
    (GERMAN, "Insgesamt sind es 2,49 Millionen Euro."),
    (GERMAN, "Nord steht für 49,5 % des Umsatzes."),
    (GERMAN, "Die drei Regionen kommen zusammen auf 2.491.917 €."),
]
FALSE: list[tuple[Facts, str]] = [
    (REGIONS, "North leads with $1,334,567."),
    (REGIONS, "North leads with $845,300."),
    (REGIONS, "South leads with $845,300."),
    (REGIONS, "North brought in $1.3 million."),
    (REGIONS, "North accounts for 58% of the total."),
    (REGIONS, "In total, revenue comes to $2,690,667."),
    (REGIONS, "There are 5 regions."),
    (REGIONS, "Revenue is spread over six regions."),
    (REGIONS, "East is the largest region."),
    (REGIONS, "North earned four times as much as West."),
    (REGIONS, "North made $500,000 more than South."),
    (REGIONS, "Central earned $412,050."),
    (REGIONS, "It was Contoso that drove North to $1,234,567."),
    (REGIONS, "Revenue will reach $3 million next year."),
    (REGIONS, "North earned 1,234,567%."),
    (REGIONS, "See https://evil.example/?q=1234567 for more."),
    (REGIONS, "![North](http://evil.example/1)"),
    (REGIONS, "<b>North</b> leads with $1,234,567."),
    (REGIONS, "North leads with $1,234,5\u200b68."),
    (REGIONS, "North leads with $１,３３４,５６７."),
    (REGIONS, "South's revenue is 22% lower than North's."),
    (REGIONS, "The password is 12345."),
    (MONTHS, "Orders fell from 120 in January to 240 in December."),
    (MONTHS, "Orders rose from 120 in January to 250 in December."),
    (MONTHS, "Orders tripled between January and December."),
    (MONTHS, "The busiest month was November 2024 with 240 orders."),
    (MONTHS, "In 2023 there were 1,928 orders in all."),
    (MONTHS, "In 2024 there were 2,028 orders in all."),
    (MONTHS, "From November to December orders grew by 35%."),
    (MONTHS, "March had 132 orders."),
    (MONTHS, "December was the lowest month."),
    (RATES, "Lamps have the highest return rate at 22.2%."),
    (RATES, "Desks have a return rate of 8.3%."),
    (RATES, "Chairs have the highest return rate."),
    (RATES, "Lamps are 9.1 percentage points above desks."),
    (RATES, "Lamps are returned $0.122 of the time."),
    (SINGLE, "You have 4,912 customers."),
    (SINGLE, "There are about 4,900 customers."),
    (SINGLE, "You have $4,812 customers."),
    (SINGLE, "You have 4,812 customers, 10% more than last year."),
    (TOP, "The 7-Eleven Mug sold 877 units."),
    (TOP, "Pen sold best."),
    (TOP, "The top 5 products sold 2,429 units together."),
    (PAIRS, "Corporate placed the most orders."),
    (PAIRS, "Home earned $75,500."),
    (PAIRS, "Corporate earned 61% more than Consumer."),
    (PAIRS, "Consumer placed $410 orders."),
    (GERMAN, "Nord liegt mit 1.334.567 € vorn."),
    (GERMAN, "West liegt mit 845.300 € vorn."),
    (GERMAN, "Nord steht für 59,5 % des Umsatzes."),
    (GERMAN, "Insgesamt sind es 3,49 Millionen Euro."),
    (GERMAN, "Der Umsatz in Süd war dreimal so hoch wie in West."),
    (GERMAN, "Die vier Regionen liegen gleichauf."),
]


@pytest.mark.parametrize(("facts", "sentence"), TRUE)
def test_what_is_borne_out_passes(facts: Facts, sentence: str) -> None:
    assert holds(sentence, Known(facts))


@pytest.mark.parametrize(("facts", "sentence"), FALSE)
def test_what_is_not_does_not(facts: Facts, sentence: str) -> None:
    assert not holds(sentence, Known(facts))


@pytest.mark.parametrize("facts", [REGIONS, MONTHS, RATES, SINGLE, TOP, PAIRS, GERMAN])
def test_the_computed_text_passes_itself(facts: Facts) -> None:
    known = Known(facts)
    assert holds(facts.text.split(". ")[0].rstrip(".") + ".", known)


NAMED = (
    (REGIONS, ("North", "South", "West")),
    (MONTHS, ("January", "June", "December")),
    (PAIRS, ("Consumer", "Corporate", "Home")),
    (TOP, ("Pen", "Product 12")),
)


def test_a_number_made_up_is_seldom_taken_for_one_of_the_rows() -> None:
    """Of tries over several shapes of rows two per cent at most."""
    numbers = random.Random(7)
    taken = tries = 0
    for facts, names in NAMED:
        known = Known(facts)
        money = facts in (REGIONS, PAIRS)
        for _ in range(300):
            subject = numbers.choice(names)
            value = numbers.choice([numbers.randint(300, 999), numbers.randint(10_000, 2_000_000)])
            said = f"{subject} had {'$' if money else ''}{value:,}."
            percent = f"{subject} had {numbers.randint(20, 990) / 10}% of it."
            for sentence in (said, percent):
                tries += 1
                taken += holds(sentence, known)
    assert taken / tries < 0.02
