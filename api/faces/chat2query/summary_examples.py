"""Examples for the API's description of data summaries."""

from __future__ import annotations

from typing import Any

BEGUN_SUMMARY: dict[str, Any] = {
    "data_summary_id": 304823,
    "job_id": "fb99ef785da640ab87bf69afed60903d",
}
_LINE: dict[str, Any] = {
    "cluster_id": "10140100115280519574",
    "data_summary_id": 304823,
    "database": "shop",
    "default": True,
    "status": "done",
    "description": {"system": "Customers and Orders.", "user": "Sales of the shop"},
    "keywords": ["Customers", "Orders", "Order amount"],
}
SUMMARY_LIST: dict[str, Any] = {"data_summaries": [_LINE], "total_count": 1}
SUMMARY: dict[str, Any] = {
    **_LINE,
    "relationships": {
        "orders": [
            {
                "referencing_table": "orders",
                "referencing_table_column": "customer_id",
                "referenced_table": "customers",
                "referenced_table_column": "customer_id",
            }
        ]
    },
    "summary": "Shop: 2 tables, 8 columns and 4 measures.",
    "tables": {
        "orders": {
            "name": "orders",
            "table": "orders",
            "label": "Orders",
            "description": "One row for each order, with its customer, dated by order date.",
            "keywords": ["purchases", "Orders", "Order amount"],
            "key": ["order_id"],
            "time": "orders.order_date",
            "columns": {
                "channel": {
                    "name": "channel",
                    "label": "Channel",
                    "type": "text",
                    "description": "Text, such as Shop and Web.",
                    "keywords": ["Shop", "Web"],
                    "key": False,
                }
            },
            "measures": {
                "order_amount": {
                    "name": "order_amount",
                    "label": "Order amount",
                    "aggregation": "sum",
                    "description": "The sum.",
                    "keywords": ["revenue", "sales"],
                }
            },
        }
    },
}
