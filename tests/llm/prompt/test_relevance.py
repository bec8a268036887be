"""Of five hundred tables those that a question needs are in its prompt, and it fits."""

from __future__ import annotations

from datetime import date

import pytest

from bi.language.engine import LanguageEngine
from bi.model.reading import Unsupported
from llm.asked import Asked
from llm.prompt.messages import messages_for
from llm.prompt.tokens import tokens_of
from tests.llm.wide import wide_engine

TOKENS = 8000

# Sentences as people say them, and the tables that answer them.
NEEDED = {
    "What did we pay our suppliers in procurement last year?": ["procurement_suppliers"],
    "How many support tickets are still open?": ["support_tickets"],
    "Average score of the recruiting cases by owner": ["recruiting_cases"],
    "total amount of billing invoices per country": ["billing_invoices"],
    "Which vehicle of the fleet was the most expensive?": ["fleet_vehicles"],
    "energy meters by region": ["energy_meters"],
    "defects found by quality, month by month": ["quality_defects"],
    "cost of marketing campaigns per channel": ["marketing_campaigns"],
    "which insurance claims have a high priority": ["insurance_claims"],
    "travel: how long do trips take on average": ["travel_trips"],
    "payroll employees and their balance": ["payroll_employees"],
    "legal contracts ending this year": ["legal_contracts"],
    "weight of logistics shipments by status": ["logistics_shipments"],
    "loyalty members per region": ["loyalty_members"],
    "compare warehouse orders with production orders": ["warehouse_orders", "production_orders"],
    "maintenance inspections with the longest duration": ["maintenance_inspections"],
    "returns by reason, of their orders": ["returns_orders"],
    "experiments of research and what they cost": ["research_experiments"],
    "menus in catering by category": ["catering_menus"],
    "stores of the franchise by country": ["franchise_stores"],
    "treasury payments in which currency": ["treasury_payments"],
    "compliance inspections by owner": ["compliance_inspections"],
    "discount given on sales orders": ["sales_orders"],
    "asset contracts by channel": ["assets_contracts"],
    "how much did suport tikets cost": ["support_tickets"],
    "biling invoces by month": ["billing_invoices"],
    "sales invoices and sales shipments per region": ["sales_invoices", "sales_shipments"],
    "who owns the most production defects": ["production_defects"],
    "the priority of fleet inspections": ["fleet_inspections"],
    "recruiting campaigns against marketing campaigns": [
        "recruiting_campaigns",
        "marketing_campaigns",
    ],
}


@pytest.fixture(scope="module")
def engine() -> LanguageEngine:
    return wide_engine()


def asked(engine: LanguageEngine, text: str, tokens: int = TOKENS) -> Asked:
    return Asked(text, engine, date(2026, 6, 30), "duckdb", Unsupported("", (text,)), tokens)


@pytest.mark.parametrize("sentence", NEEDED)
def test_what_a_question_needs_is_shown_and_all_fits(sentence: str, engine: LanguageEngine) -> None:
    messages = messages_for(asked(engine, sentence))
    system = messages[0].content
    for name in NEEDED[sentence]:
        assert f'"dataset":"{name}"' in system
    assert '"datasets_left_out":' in system
    assert sum(tokens_of(one.content) for one in messages) <= TOKENS


@pytest.mark.parametrize("tokens", [2000, 3000, 8000, 30_000])
def test_the_budget_is_kept(tokens: int, engine: LanguageEngine) -> None:
    long = "revenue of the sales orders by region " * 100
    messages = messages_for(asked(engine, long[:4000], tokens))
    assert sum(tokens_of(one.content) for one in messages) <= tokens
    assert "sales_orders" in messages[0].content


def test_the_same_question_has_the_same_messages(engine: LanguageEngine) -> None:
    one, other = (messages_for(asked(engine, "energy meters by region")) for _ in range(2))
    assert one == other
