"""The functions that compiled SQL uses, as the vendors' manuals have them.

A new one is added here once it has been found there, with the arguments that the compiler gives.
"""

from __future__ import annotations

_COMMON = {
    "ABS", "AVG", "CAST", "COALESCE", "COUNT", "FLOOR", "MAX", "MIN", "NULLIF", "RANK", "ROUND",
    "ROW_NUMBER", "SUM",
}  # fmt: skip

DOCUMENTED = {
    # cloud.google.com/bigquery/docs/reference/standard-sql/functions-all; WEEK(…) is a date part
    "bigquery": _COMMON
    | {
        "DATETIME", "DATETIME_TRUNC", "DATE_ADD", "DATE_DIFF", "DATE_SUB", "DATE_TRUNC", "EXTRACT",
        "LOWER", "PERCENTILE_CONT", "STDDEV_SAMP", "TIMESTAMP", "WEEK",
    },
    # docs.aws.amazon.com/redshift/latest/dg/c_SQL_functions.html
    "redshift": _COMMON | {"DATE_TRUNC", "EXTRACT", "PERCENTILE_CONT", "STDDEV_SAMP"},
    # docs.snowflake.com/en/sql-reference/functions-all
    "snowflake": _COMMON
    | {
        "CONVERT_TIMEZONE", "DATEADD", "DATEDIFF", "DATE_PART", "DATE_TRUNC", "DAYOFWEEKISO",
        "MEDIAN", "PERCENTILE_CONT", "QUARTER", "STDDEV_SAMP", "WEEKISO",
    },
    # trino.io/docs/current/functions/list.html
    "trino": _COMMON
    | {
        "AT_TIMEZONE", "DATE_DIFF", "DATE_TRUNC", "DAY_OF_WEEK", "EXTRACT", "GREATEST", "LOWER",
        "STDDEV_SAMP", "WITH_TIMEZONE",
    },
    # learn.microsoft.com/sql/t-sql/functions/functions
    "tsql": _COMMON
    | {
        "DATEADD", "DATEDIFF", "DATEFROMPARTS", "DATEPART", "LOWER", "MONTH", "PERCENTILE_CONT",
        "STDEV", "YEAR",
    },
}  # fmt: skip
