"""The TiDB Cloud Chat2Query dialect: sessions and jobs, called with API keys."""
