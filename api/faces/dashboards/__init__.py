"""Stored dashboards: `/api/v1/bi/dashboards`, called as the chat sessions are."""
