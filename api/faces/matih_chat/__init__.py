"""MATIH chat: `/api/v1/bi/chat/sessions` and `/ws/chat/{id}`, always with a token, `sql_query`."""
