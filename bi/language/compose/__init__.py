"""From a draft to a query, one stage for each part of it."""
