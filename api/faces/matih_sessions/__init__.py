"""MATIH chat sessions: `/api/v1/bi/sessions`, a tenant's header, `query_data`."""
