"""German sentences on a German catalog: another language is a file of words, no code."""

from __future__ import annotations

import pytest

from bi.compiler.compile import compile_query
from bi.language.suggest import suggest
from bi.model.chart import ChartOptions, ChartSort, ChartType
from bi.model.reading import ChartWish, DescribeData, Topic
from bi.model.semantic import (
    CountRows,
    NamedMeasure,
    Operator,
    Ratio,
    Related,
    SemanticQuery,
)
from tests.bi.language.expected import (
    Reader,
    agg,
    days,
    descending,
    having,
    less,
    on,
    per,
    q,
    side_by_side,
    where,
    without,
    year,
)

REGION, CATEGORY, STATE = "customers.region", "products.category", "customers.state"
CUSTOMER, CITY, SEGMENT = "customers.customer_name", "customers.city", "customers.segment"
CUSTOMERS = CountRows("customers")
TECH = where(CATEGORY, "Technik")
THIS_YEAR = days("2025-01-01", "2025-07-01")

QUESTIONS: list[tuple[str, SemanticQuery]] = [
    ("Umsatz im März 2025 verglichen mit dem vorigen Monat",
     q("revenue", time=days("2025-03-01", "2025-04-01"), versus="month")),
    ("Umsatz nach Region 2024", q("revenue", by=REGION, time=year(2024))),
    ("Wie viele Kunden haben wir?", q(CUSTOMERS)),
    ("Umsatz abzüglich Gewinn nach Region", q(less("revenue", "profit"), by=REGION)),
    ("Die 5 besten Kunden nach Gewinn", q("profit", by=CUSTOMER, top=5)),
    ("monatlicher Umsatz im letzten Jahr", q("revenue", by="month", time=year(2024))),
    ("Durchschnittliche Lieferzeit je Bundesland",
     q(agg("average", "orders.delivery_days"), by=STATE)),
    ("Anteil am Umsatz nach Segment", q("revenue", by=SEGMENT, share=True)),
    ("Kunden ohne Bestellungen",
     q(CUSTOMERS, conditions=(Related("customers", "orders", Operator.IN, 0),))),
    ("Kunden, die keine Bestellungen haben",
     q(CUSTOMERS, conditions=(Related("customers", "orders", Operator.IN, 0),))),
    ("Bestellungen mit mehr als 10 Stück",
     q("orders", only=where("orders.quantity", 10, op=Operator.GREATER))),
    ("Bestellungen zwischen 3 und 5 Stück",
     q("orders", only=where("orders.quantity", 3, 5, op=Operator.BETWEEN))),
    ("Umsatz zwischen Januar und März 2025 verglichen mit dem Vorjahr",
     q("revenue", time=days("2025-01-01", "2025-04-01"), versus="year")),
    ("Welche Region hat den höchsten Umsatz?", q("revenue", by=REGION, top=1)),
    ("Wie hoch war der Umsatz im März 2025?",
     q("revenue", time=days("2025-03-01", "2025-04-01"))),
    ("Umsätze der Kunden aus Bayern", q("revenue", only=where(STATE, "Bayern"))),
    ("Umsatz und Gewinn nach Kategorien", q("revenue", "profit", by=CATEGORY)),
    ("Umsatz am 3.5.2025", q("revenue", time=days("2025-05-03", "2025-05-04"))),
    ("Umsatz am 3. Mai 2025", q("revenue", time=days("2025-05-03", "2025-05-04"))),
    ("Umsatz nach dem 3. Mai 2025", q("revenue", time=days("2025-05-04", None))),
    ("Umsatz im 1. Quartal 2025", q("revenue", time=days("2025-01-01", "2025-04-01"))),
    ("Umsatz im zweiten Halbjahr 2024", q("revenue", time=days("2024-07-01", "2025-01-01"))),
    ("Umsatz in der 23. Woche 2024", q("revenue", time=days("2024-06-03", "2024-06-10"))),
    ("Umsatz vor zwei Jahren", q("revenue", time=year(2023))),
    ("Umsatz vor 2024", q("revenue", time=days(None, "2024-01-01"))),
    ("Umsatz in den letzten 3 Monaten", q("revenue", time=days("2025-04-01", "2025-07-01"))),
    ("Umsatz montags", q("revenue", part_filters=on("weekday", 1))),
    ("Bestellungen pro Woche", q("orders", by="week")),
    ("Umsatz pro Kunde", q(Ratio(NamedMeasure("revenue"), CUSTOMERS))),
    ("durchschnittlicher Listenpreis je Kategorie",
     q(agg("average", "products.list_price"), by=CATEGORY)),
    ("Kunden mit mehr als 1.000 Euro Umsatz",
     q("revenue", by=CUSTOMER, having=having("revenue", ">", 1000))),
    ("Kunden mit mehr als 2,5 Mio. Umsatz",
     q("revenue", by=CUSTOMER, having=having("revenue", ">", 2_500_000))),
    ("Kunden mit höchstens 1.000,50 € Umsatz",
     q("revenue", by=CUSTOMER, having=having("revenue", "<=", 1000.5))),
    ("Kunden mit einer Marge über 20 %",
     q("margin", by=CUSTOMER, having=having("margin", ">", 0.2))),
    ("Kunden mit einer Marge über 20 Prozent",
     q("margin", by=CUSTOMER, having=having("margin", ">", 0.2))),
    ("Umsatz in Technik und Möbel", q("revenue", only=where(CATEGORY, "Technik", "Möbel"))),
    ("Umsatz außer Technik", q("revenue", only=without(CATEGORY, "Technik"))),
    ("Anzahl verschiedener Städte", q(agg("count_distinct", CITY))),
    ("Kunden älter als 40", q(CUSTOMERS, only=where("customers.age", 40, op=Operator.GREATER))),
    ("Kunden, deren Name mit A beginnt",
     q(CUSTOMERS, only=where(CUSTOMER, "A", op=Operator.STARTS_WITH))),
    ("kumulierter Umsatz nach Monat 2024",
     q("revenue", by="month", time=year(2024), running=True)),
    ("Wie hat sich der Umsatz entwickelt?", q("revenue", by="month")),
    ("Umsatz 2023, 2024 und 2025",
     q("revenue", by=[side_by_side(year(2023), year(2024), year(2025))])),
    ("Umsatz nach Region im Vergleich zum Vorjahr",
     q("revenue", by=REGION, time=THIS_YEAR, versus="year")),
    ("Umsatz nach Kategorie absteigend sortiert",
     q("revenue", by=CATEGORY, order=descending("measure"))),
    ("Wie viele Stück wurden 2024 verkauft?", q("units", time=year(2024))),
    ("Gewinn geteilt durch Umsatz", q(per("profit", "revenue"))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "falls"),
    [
        ("Warum ist der Umsatz im März 2025 gefallen?", True),
        ("Wieso stieg der Umsatz im März 2025?", False),
    ],
)
def test_why_a_measure_changed_sets_its_parts_beside_the_month_before(
    german: Reader, sentence: str, falls: bool
) -> None:
    query = german.question(sentence).query
    expected = q(
        "revenue", by="orders.channel", time=days("2025-03-01", "2025-04-01"), versus="month"
    )
    assert (query.measures, query.groups) == (expected.measures, expected.groups)
    assert query.comparison == expected.comparison
    assert [one.descending for one in query.order] == [not falls]


@pytest.mark.parametrize(("sentence", "query"), QUESTIONS)
def test_a_question_becomes_its_query(german: Reader, sentence: str, query: SemanticQuery) -> None:
    assert german.query(sentence) == query
    assert compile_query(german.question(sentence).query, german.engine.catalog, "duckdb").sql


def test_rows_are_listed(german: Reader) -> None:
    query = german.query("Namen der Kunden in Berlin")
    assert [column.name for column in query.columns] == ["customer_name"]
    assert query.filters == (where(CITY, "Berlin"),)
    oldest = german.query("Wer ist der älteste Kunde?")
    assert oldest.limit is not None
    assert oldest.limit.count == 1


FOLLOW_UPS: list[tuple[str, SemanticQuery]] = [
    ("nur Technik", q("revenue", by=REGION, time=year(2024), only=TECH)),
    ("und für 2023?", q("revenue", by=REGION, time=year(2023))),
    ("absteigend sortiert",
     q("revenue", by=REGION, time=year(2024), order=descending("measure"))),
    ("Top 3", q("revenue", by=REGION, time=year(2024), top=3)),
    ("ohne Bayern", q("revenue", by=REGION, time=year(2024), only=without(STATE, "Bayern"))),
    ("nach Kategorie statt Region", q("revenue", by=CATEGORY, time=year(2024))),
    ("zeige auch den Gewinn", q("revenue", "profit", by=REGION, time=year(2024))),
    ("in Prozent", q("revenue", by=REGION, time=year(2024), share=True)),
    ("Teile das auf nach Kanal", q("revenue", by=[REGION, "orders.channel"], time=year(2024))),
    ("mit dem Vorjahr", q("revenue", by=REGION, time=year(2024), versus="year")),
    ("entferne die Aufteilung nach Region", q("revenue", time=year(2024))),
    ("entferne Region", q("revenue", time=year(2024))),
    ("gesamter Zeitraum", q("revenue", by=REGION)),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "query"), FOLLOW_UPS)
def test_a_follow_up_changes_the_question_before(
    german: Reader, sentence: str, query: SemanticQuery
) -> None:
    before = german.question("Umsatz nach Region 2024").query
    assert german.query(sentence, before) == query


@pytest.mark.parametrize(
    ("sentence", "chart"),
    [
        ("als Balkendiagramm", "bar"),
        ("zeige das als Kreisdiagramm", "pie"),
        ("als Tabelle", "table"),
    ],
)
def test_a_chart_is_wished_for(german: Reader, sentence: str, chart: str) -> None:
    before = german.question("Umsatz nach Region").query
    assert german.read(sentence, before) == ChartWish(chart)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Umsatz nach Sternzeichen", "Sternzeichen"),
        ("Umsatz je Mitarbeiter", "Mitarbeiter"),
        ("Umsatz mit Rabatt nach Region", "Rabatt"),
        ("Umsatz in Entenhausen", "Entenhausen"),
        ("Welche Kunden haben gekündigt?", "gekündigt"),
        ("Zufriedenheit der Kunden", "Zufriedenheit"),
        ("Wetter in Berlin", "Wetter"),
        ("Kundenzahl", "Kundenzahl"),
        ("Monatsumsatz nach Region", "Monatsumsatz"),
        ("revenue by region", "by"),
    ],
)
def test_an_unknown_word_stops_the_answer_and_is_named(
    german: Reader, sentence: str, word: str
) -> None:
    assert word in german.refused(sentence).unknown


def test_a_point_in_a_number_parts_thousands_and_a_comma_its_fraction(
    german: Reader, demo: Reader
) -> None:
    """The same figures are another number in another language."""
    query = german.query("Kunden mit mehr als 1.500 Euro Umsatz")
    assert [one.values for one in query.measure_filters] == [(1500,)]
    query = demo.query("customers with more than 1.500 revenue")
    assert [one.values for one in query.measure_filters] == [(1.5,)]


def test_a_day_in_figures_begins_with_the_day(german: Reader) -> None:
    """ "4.5.2025" is the fourth of May, which is said, as the catalog leaves it open."""
    question = german.question("Umsatz am 4.5.2025")
    assert question.query.time is not None
    assert str(question.query.time.start) == "2025-05-04"


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("Umsätze nach Region", "Umsatz nach Region"),
        ("Umsatz nach Bundesländern", "Umsatz nach Bundesland"),
        ("Gewinne nach Städten", "Gewinn nach Stadt"),
        ("Umsatz nach Kundengruppen", "Umsatz nach Kundengruppe"),
        ("Umsatz in Munchen", "Umsatz in München"),
    ],
)
def test_every_form_of_a_word_meets_the_catalog(german: Reader, many: str, one: str) -> None:
    assert german.query(many) == german.query(one)


def test_one_and_many_are_told_apart(german: Reader) -> None:
    """By the dictionary: "Kunde" ends like a plural and is none."""
    one = german.query("Welcher Kunde hat die meisten Bestellungen?")
    assert one.limit is not None
    assert one.limit.count == 1
    assert german.query("Umsatz je Kunde").groups == ()


def test_questions_about_the_data_are_recognised(german: Reader) -> None:
    assert german.read("Was kann ich fragen?") == DescribeData(Topic.OVERVIEW)
    assert german.read("Was bedeutet Marge?") == DescribeData(Topic.MEANING, "margin")


def test_what_is_suggested_is_german_and_is_read(german: Reader) -> None:
    engine = german.engine
    begun = [one.text for one in suggest(engine, None, german.today)]
    assert "Umsatz nach Monat" in begun
    query = german.question("Umsatz nach Region").query
    offered = {one.text for one in suggest(engine, query, german.today)}
    assert {"Teile das auf nach Monat", "Top 5", "Zeige das als Kreisdiagramm"} <= offered
    refused = german.refused("Umsatz nach Sternzeichen")
    assert refused.suggestions
    assert all(german.question(one) for one in refused.suggestions)


LOG = ChartOptions(log=True)


@pytest.mark.parametrize(
    ("text", "chart", "options"),
    [
        ("als Torte", ChartType.PIE, None),
        ("lieber als Ringdiagramm", ChartType.DONUT, None),
        ("waagerechte Balken", ChartType.HORIZONTAL_BAR, None),
        ("die Balken senkrecht", ChartType.BAR, None),
        ("gestapelt", ChartType.STACKED_BAR, None),
        ("nebeneinander", ChartType.GROUPED_BAR, None),
        ("auf einer logarithmischen Skala", None, LOG),
        ("mit logarithmischer Achse", None, LOG),
        ("wieder linear", None, ChartOptions()),
        ("zurück zur linearen Skala", None, ChartOptions()),
        ("sortiere die Balken nach Namen", None, ChartOptions(sort=ChartSort.NAME)),
        ("sortiere die Balken absteigend", None, ChartOptions(sort=ChartSort.DESCENDING)),
        ("mit 20 Klassen", None, ChartOptions(bins=20)),
    ],
)  # fmt: skip
def test_a_drawing_is_changed(
    german: Reader, text: str, chart: ChartType | None, options: ChartOptions | None
) -> None:
    before = german.query("Umsatz nach Region")
    assert german.read(text, before) == ChartWish(chart, options)


@pytest.mark.parametrize(
    ("text", "chart", "options"),
    [
        ("Umsatz nach Region gestapelt nach Segment", ChartType.STACKED_BAR, None),
        ("Umsatz nach Monat als gestapelte Flächen", ChartType.STACKED_AREA, None),
        ("Umsatz nach Region mit logarithmischer Skala", None, LOG),
        ("Streudiagramm von Gewinn und Umsatz", ChartType.SCATTER, None),
        ("Umsatz nach Kunde als Histogramm mit 20 Klassen",
         ChartType.HISTOGRAM, ChartOptions(bins=20)),
        ("Histogramm des Listenpreises in Schritten von 50", ChartType.HISTOGRAM, None),
    ],
)  # fmt: skip
def test_a_question_says_how_it_is_drawn(
    german: Reader, text: str, chart: ChartType | None, options: ChartOptions | None
) -> None:
    question = german.question(text)
    assert (question.chart, question.options) == (chart, options)


def test_a_stack_adds_a_group(german: Reader) -> None:
    before = german.query("Umsatz nach Region")
    assert german.query("gestapelt nach Segment", before) == german.query(
        "Umsatz nach Region und Segment"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Umsatz nach Region facettiert nach Segment",
        "Umsatz nach Region, getrennte Diagramme für jedes Segment",
        "Umsatz nach Region und Segment in getrennten Diagrammen",
        "Umsatz nach Region, small multiples nach Segment",
        "Umsatz nach Region für jedes Segment getrennt",
    ],
)
def test_panels_are_of_what_is_said_of_them(german: Reader, text: str) -> None:
    question = german.question(text)
    assert question.query == german.query("Umsatz nach Region und Segment")
    assert question.options == ChartOptions(panels="segment")


def test_panels_may_be_asked_of_what_is_shown(german: Reader) -> None:
    before = german.query("Umsatz nach Region und Segment")
    wish = german.read("in getrennten Diagrammen", before)
    assert wish == ChartWish(None, ChartOptions(panels="segment"))


def test_how_one_number_goes_with_another(german: Reader) -> None:
    question = german.question("Bedeuten höhere Listenpreise niedrigere Mengen?")
    names = [ref.name for ref in question.query.columns]
    assert (question.chart, names) == (ChartType.SCATTER, ["list_price", "quantity"])
