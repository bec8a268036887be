"""What analysts write every day, engine by engine, over the shop. All of it must pass."""

from __future__ import annotations

ANYWHERE: tuple[str, ...] = (
    "SELECT region, COUNT(*) AS n FROM orders GROUP BY region HAVING COUNT(*) > 1 ORDER BY n DESC",
    "SELECT o.region, c.name FROM orders AS o JOIN customers c ON o.customer_id = c.customer_id",
    "SELECT o.region, c.name FROM orders AS o LEFT JOIN customers AS c USING (customer_id)",
    "WITH big AS (SELECT order_id FROM order_lines WHERE revenue > 100) SELECT COUNT(*) FROM big",
    "WITH a AS (SELECT region FROM orders), b AS (SELECT region FROM a) "
    "SELECT b.region FROM b JOIN a ON a.region = b.region",
    "SELECT both_.region FROM (SELECT region FROM orders UNION ALL SELECT category FROM products) "
    "AS both_",
    "SELECT name, (SELECT MAX(score) FROM surveys s WHERE s.customer_id = c.customer_id) AS best "
    "FROM customers c",
    "SELECT order_id, ROW_NUMBER() OVER (PARTITION BY region ORDER BY order_date) AS n FROM orders",
    "SELECT order_id, LAG(shipping_cost) OVER (ORDER BY order_date) AS before FROM orders",
    "SELECT SUM(shipping_cost) OVER (ORDER BY order_date ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) "
    "AS week FROM orders",
    "SELECT CASE WHEN region IS NULL THEN 'none' ELSE UPPER(region) END AS r FROM orders",
    "SELECT order_id FROM orders WHERE region IN (SELECT region FROM orders WHERE order_id = 1)",
    "SELECT name FROM customers c WHERE NOT EXISTS "
    "(SELECT 1 FROM orders o WHERE o.customer_id = c.customer_id)",
    "SELECT orders.* FROM orders",
    "SELECT * FROM customers WHERE name LIKE 'A%' AND country <> 'Canada'",
    "SELECT COUNT(DISTINCT region) AS n, AVG(shipping_cost) AS mean FROM orders",
    "SELECT DISTINCT region FROM orders WHERE order_date BETWEEN '2024-01-01' AND '2024-12-31'",
    "SELECT region, SUM(CASE WHEN shipping_cost > 5 THEN 1 ELSE 0 END) * 100.0 / COUNT(*) AS share "
    "FROM orders GROUP BY region",
    "SELECT COALESCE(region, 'none') AS r, NULLIF(shipping_cost, 0) AS c FROM orders",
    "SELECT TRIM(name) AS a, LENGTH(name) AS b, REPLACE(name, '_', ' ') AS c FROM customers",
    "SELECT ROUND(AVG(revenue), 2) AS mean FROM order_lines -- and a comment",
    "SELECT COALESCE(region, '; DROP TABLE orders') AS r FROM orders;",
    "SELECT /* all of them */ name FROM customers",
)
_WITH_GROUPING_SETS = (
    "SELECT region, order_date, COUNT(*) AS n FROM orders GROUP BY ROLLUP (region, order_date)",
    "SELECT region, COUNT(*) AS n FROM orders GROUP BY GROUPING SETS ((region), ())",
)
BY_DIALECT: dict[str, tuple[str, ...]] = {
    "duckdb": (
        *_WITH_GROUPING_SETS,
        "SELECT region FROM orders UNION ALL SELECT country FROM customers ORDER BY region",
        "SELECT name FROM customers WHERE name = 'O''Hara'",
        "FROM orders SELECT region, COUNT(*) AS n GROUP BY ALL ORDER BY ALL",
        "SELECT DATE_TRUNC('month', order_date) AS m, SUM(shipping_cost) FROM orders GROUP BY 1",
        "SELECT STRFTIME(order_date, '%Y-%m') AS m, MONTHNAME(order_date) FROM orders",
        "SELECT DATE_DIFF('day', order_date, CURRENT_DATE) AS age FROM orders",
        "SELECT order_date + INTERVAL 1 MONTH AS due FROM orders",
        "SELECT QUANTILE_CONT(shipping_cost, 0.9) AS p90, MEDIAN(shipping_cost) FROM orders",
        "SELECT ARG_MAX(region, shipping_cost) AS dearest FROM orders",
        "SELECT LIST(region ORDER BY region) AS regions, STRING_AGG(region, ', ') FROM orders",
        "SELECT REGEXP_EXTRACT(name, '[A-Z]+') AS r, SPLIT_PART(name, ' ', 1) FROM customers",
        "SELECT * EXCLUDE (name) FROM customers",
        "SELECT * REPLACE (UPPER(name) AS name) FROM customers",
        "SELECT region FROM orders QUALIFY ROW_NUMBER() OVER (PARTITION BY region) = 1",
        "SELECT COUNT(*) FILTER (WHERE region = 'North') AS north FROM orders",
        "SELECT LPAD(CAST(order_id AS VARCHAR), 6, '0') AS number FROM orders",
        "SELECT TRY_CAST(name AS INTEGER) AS n, name ILIKE '%a%' FROM customers",
        "SELECT u.x FROM UNNEST([1, 2, 3]) AS u(x)",
        "SELECT * FROM GENERATE_SERIES(DATE '2024-01-01', DATE '2024-12-31', INTERVAL '1 month')",
        "SELECT '{\"a\": 1}'::JSON ->> '$.a' AS a",
        "SELECT * FROM orders TABLESAMPLE 10%",
        "SELECT * FROM (SELECT region, shipping_cost FROM orders) "
        "PIVOT (SUM(shipping_cost) FOR region IN ('North', 'South'))",
        "SELECT o.region, l.n FROM orders o, LATERAL (SELECT COUNT(*) AS n FROM order_lines l "
        "WHERE l.order_id = o.order_id) AS l",
        "SELECT o.region, p.score FROM orders o ASOF JOIN surveys p ON o.order_date >= "
        "p.survey_date",
        "SELECT $$it's$$ AS text",
    ),
    "sqlite": (
        "SELECT region FROM orders UNION ALL SELECT country FROM customers ORDER BY region",
        "SELECT name FROM customers WHERE name = 'O''Hara'",
        "SELECT STRFTIME('%Y-%m', order_date) AS m, SUM(shipping_cost) FROM orders GROUP BY 1",
        "SELECT DATE(order_date, 'start of month', '+1 month', '-1 day') AS last FROM orders",
        "SELECT JULIANDAY('now') - JULIANDAY(order_date) AS age FROM orders",
        "SELECT IIF(region IS NULL, 1, 0) AS missing, IFNULL(region, '') FROM orders",
        "SELECT GROUP_CONCAT(region, ', ') AS regions, TOTAL(shipping_cost) FROM orders",
        "SELECT SUBSTR(name, 1, 3) AS a, INSTR(name, ' ') AS b FROM customers",
        "SELECT PRINTF('%.2f', shipping_cost) AS cost FROM orders",
        "SELECT JSON_EXTRACT('{\"a\": 1}', '$.a') AS a",
        "SELECT name || ' (' || country || ')' AS label FROM customers",
        "SELECT CAST(shipping_cost AS INTEGER) / 2 AS half FROM orders",
        "SELECT name FROM customers WHERE name GLOB 'A*' COLLATE NOCASE",
        "SELECT [name], `country` FROM customers",
        "SELECT COUNT(*) FILTER (WHERE region = 'North') AS north FROM orders",
        "SELECT MAX(shipping_cost, 5) AS cost FROM orders",
        "SELECT region FROM orders ORDER BY shipping_cost DESC NULLS LAST LIMIT 3 OFFSET 1",
    ),
    "postgres": (
        *_WITH_GROUPING_SETS,
        "SELECT region FROM orders UNION ALL SELECT country FROM customers ORDER BY region",
        "SELECT name FROM customers WHERE name = 'O''Hara'",
        "SELECT DATE_TRUNC('month', order_date)::date AS m, SUM(shipping_cost) FROM orders "
        "GROUP BY 1",
        "SELECT TO_CHAR(order_date, 'YYYY-MM') AS m, EXTRACT(DOW FROM order_date) FROM orders",
        "SELECT AGE(CURRENT_DATE, order_date) AS age, NOW() - INTERVAL '7 days' AS week FROM "
        "orders",
        "SELECT order_date + INTERVAL '1 month' AS due FROM orders",
        "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY shipping_cost) AS median FROM orders",
        "SELECT STRING_AGG(region, ', ' ORDER BY region) AS r, ARRAY_AGG(region) FROM orders",
        "SELECT SPLIT_PART(name, ' ', 1) AS first, name ~* '^a' AS a, name ILIKE '%b%' FROM "
        "customers",
        "SELECT REGEXP_REPLACE(name, '[^a-z]', '', 'g') AS r, INITCAP(name) FROM customers",
        "SELECT DISTINCT ON (region) region, order_id FROM orders ORDER BY region, order_date DESC",
        "SELECT COUNT(*) FILTER (WHERE region = 'North') AS north FROM orders",
        "SELECT BOOL_OR(region = 'North') AS any_north, MODE() WITHIN GROUP (ORDER BY region) "
        "FROM orders",
        "SELECT d::date AS day FROM GENERATE_SERIES('2024-01-01'::date, '2024-01-31', '1 "
        "day') AS g(d)",
        "SELECT o.region, l.n FROM orders o CROSS JOIN LATERAL (SELECT COUNT(*) AS n "
        "FROM order_lines l WHERE l.order_id = o.order_id) AS l",
        "SELECT LPAD(order_id::text, 6, '0') AS number, FORMAT('%s-%s', region, order_id) "
        "FROM orders",
        "SELECT ('{\"a\": {\"b\": 1}}'::jsonb -> 'a' ->> 'b')::int AS b",
        "SELECT WIDTH_BUCKET(shipping_cost, 0, 20, 4) AS bucket FROM orders",
        "SELECT order_id FROM orders WHERE region = ANY (ARRAY['North', 'South'])",
        "SELECT region FROM orders WHERE region IS DISTINCT FROM 'North' FETCH FIRST 3 ROWS ONLY",
        "SELECT SPLIT_PART(name, E'\\n', 1) AS line FROM customers",
        "SELECT order_date AT TIME ZONE 'UTC' AS utc FROM orders",
        "SELECT * FROM orders TABLESAMPLE SYSTEM (10)",
        "SELECT v.a FROM (VALUES (1, 'x'), (2, 'y')) AS v(a, b)",
    ),
    "redshift": (
        "SELECT DATE_TRUNC('month', order_date) AS m, DATEADD(day, 7, order_date) FROM orders",
        "SELECT DATEDIFF(day, order_date, GETDATE()) AS age, NVL(region, '-') FROM orders",
        "SELECT LISTAGG(region, ', ') WITHIN GROUP (ORDER BY region) AS regions FROM orders",
        "SELECT TO_CHAR(order_date, 'YYYY-MM') AS m, MEDIAN(shipping_cost) FROM orders GROUP BY 1",
        "SELECT DECODE(region, 'North', 1, 0) AS n, RATIO_TO_REPORT(shipping_cost) OVER () "
        "FROM orders",
        "SELECT JSON_EXTRACT_PATH_TEXT('{\"a\": 1}', 'a') AS a",
        "SELECT APPROXIMATE COUNT(DISTINCT region) FROM orders",
    ),
    "mysql": (
        "SELECT DATE_FORMAT(order_date, '%Y-%m') AS m, SUM(shipping_cost) FROM orders GROUP BY 1",
        "SELECT DATE_ADD(order_date, INTERVAL 1 MONTH) AS due, LAST_DAY(order_date) FROM orders",
        "SELECT TIMESTAMPDIFF(DAY, order_date, CURDATE()) AS age, DATEDIFF(NOW(), order_date) "
        "FROM orders",
        "SELECT IF(region IS NULL, 1, 0) AS missing, IFNULL(region, '') FROM orders",
        "SELECT GROUP_CONCAT(DISTINCT region ORDER BY region SEPARATOR ', ') AS r FROM orders",
        "SELECT YEAR(order_date) AS y, QUARTER(order_date) AS q, YEARWEEK(order_date) FROM orders",
        "SELECT CONCAT(name, ' (', country, ')') AS label, SUBSTRING_INDEX(name, ' ', 1) "
        "FROM customers",
        "SELECT order_id DIV 2 AS half, order_id MOD 2 AS odd FROM orders",
        "SELECT name FROM customers WHERE name REGEXP '^A' OR name RLIKE 'b$'",
        "SELECT CAST(order_id AS CHAR) AS t, CAST(shipping_cost AS SIGNED) AS n FROM orders",
        "SELECT region, SUM(shipping_cost) AS s FROM orders GROUP BY region WITH ROLLUP",
        "SELECT JSON_EXTRACT('{\"a\": 1}', '$.a') AS a, JSON_UNQUOTE('\"x\"') AS b",
        "SELECT `name` FROM `customers` # all of them",
        "SELECT FORMAT(shipping_cost, 2) AS cost, LPAD(order_id, 6, '0') AS number FROM orders",
        "SELECT /*+ MAX_EXECUTION_TIME(1000) */ name FROM customers",
        "SELECT FIELD(region, 'North', 'South') AS place FROM orders ORDER BY place LIMIT 2, 3",
    ),
    "clickhouse": (
        *_WITH_GROUPING_SETS,
        "SELECT toStartOfMonth(order_date) AS m, sum(shipping_cost) FROM orders GROUP BY m",
        "SELECT toYYYYMM(order_date) AS m, dateDiff('day', order_date, today()) FROM orders",
        "SELECT countIf(region = 'North') AS north, sumIf(shipping_cost, region = 'South') "
        "FROM orders",
        "SELECT uniqExact(region) AS n, quantile(0.9)(shipping_cost) AS p90 FROM orders",
        "SELECT argMax(region, shipping_cost) AS dearest, any(region) AS one FROM orders",
        "SELECT groupArray(region) AS rs, topK(3)(region) AS top FROM orders",
        "SELECT if(region = 'North', 1, 0) AS n, multiIf(region = 'North', 1, 2) AS m FROM orders",
        "SELECT formatDateTime(order_date, '%Y-%m') AS m, toDayOfWeek(order_date) FROM orders",
        "SELECT splitByChar(' ', name)[1] AS first, lowerUTF8(name) FROM customers",
        "SELECT order_id FROM orders ORDER BY order_date LIMIT 1 BY region",
        "SELECT name FROM customers WHERE match(name, '^A') AND "
        "positionCaseInsensitive(name, 'b') = 0",
        "SELECT JSONExtractString('{\"a\": \"b\"}', 'a') AS a",
        "SELECT toInt32OrNull(name) AS n, toString(order_id) FROM customers, orders",
        "SELECT o.region, c.name FROM orders AS o ANY LEFT JOIN customers AS c "
        "ON o.customer_id = c.customer_id",
    ),
    "spark": (
        *_WITH_GROUPING_SETS,
        "SELECT DATE_TRUNC('MONTH', order_date) AS m, SUM(shipping_cost) FROM orders GROUP BY 1",
        "SELECT DATE_FORMAT(order_date, 'yyyy-MM') AS m, ADD_MONTHS(order_date, 1) FROM orders",
        "SELECT DATEDIFF(CURRENT_DATE(), order_date) AS age FROM orders",
        "SELECT PERCENTILE_APPROX(shipping_cost, 0.5) AS median, COLLECT_SET(region) FROM orders",
        "SELECT REGEXP_EXTRACT(name, '([A-Z]+)', 1) AS r, SPLIT(name, ' ')[0] AS first FROM "
        "customers",
        "SELECT CONCAT_WS(', ', COLLECT_LIST(region)) AS regions FROM orders",
        "SELECT IF(region IS NULL, 1, 0) AS missing, NVL(region, '') FROM orders",
        "SELECT GET_JSON_OBJECT('{\"a\": 1}', '$.a') AS a",
        "SELECT /*+ BROADCAST(c) */ o.region FROM orders o JOIN customers c "
        "ON o.customer_id = c.customer_id",
        "SELECT o.region FROM orders o LEFT ANTI JOIN customers c ON o.customer_id = c.customer_id",
        "SELECT w FROM (SELECT SPLIT(name, ' ') AS ws FROM customers) AS t LATERAL VIEW "
        "EXPLODE(ws) e "
        "AS w",
        "SELECT `name` FROM customers WHERE name RLIKE '^A'",
    ),
    "databricks": (
        "SELECT DATEADD(DAY, 7, order_date) AS due, DATE_DIFF(DAY, order_date, GETDATE()) "
        "FROM orders",
        "SELECT region FROM orders QUALIFY ROW_NUMBER() OVER (PARTITION BY region ORDER BY "
        "order_id) = 1",
        "SELECT TRY_CAST(name AS INT) AS n, name ILIKE '%a%' AS a FROM customers",
        "SELECT * EXCEPT (name) FROM customers",
        "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY shipping_cost) AS median FROM orders",
    ),
    "trino": (
        *_WITH_GROUPING_SETS,
        "SELECT DATE_TRUNC('month', order_date) AS m, SUM(shipping_cost) FROM orders GROUP BY 1",
        "SELECT DATE_DIFF('day', order_date, CURRENT_DATE) AS age FROM orders",
        "SELECT DATE_ADD('month', 1, order_date) AS due, DATE_FORMAT(order_date, '%Y-%m') "
        "FROM orders",
        "SELECT APPROX_PERCENTILE(shipping_cost, 0.9) AS p90, MAX_BY(region, shipping_cost) "
        "FROM orders",
        "SELECT ARRAY_AGG(region) AS r, LISTAGG(region, ', ') WITHIN GROUP (ORDER BY region) "
        "FROM orders",
        "SELECT REGEXP_EXTRACT(name, '[A-Z]+') AS r, SPLIT_PART(name, ' ', 1) FROM customers",
        "SELECT TRY_CAST(name AS INTEGER) AS n, JSON_EXTRACT_SCALAR('{\"a\": 1}', '$.a') "
        "FROM customers",
        "SELECT COUNT(*) FILTER (WHERE region = 'North') AS north FROM orders",
        "SELECT t.x FROM UNNEST(ARRAY[1, 2]) AS t(x)",
        "SELECT order_date + INTERVAL '1' MONTH AS due FROM orders",
    ),
    "snowflake": (
        *_WITH_GROUPING_SETS,
        "SELECT DATE_TRUNC('month', order_date) AS m, DATEADD(day, 7, order_date) FROM orders",
        "SELECT DATEDIFF('day', order_date, CURRENT_DATE) AS age FROM orders",
        "SELECT IFF(region IS NULL, 1, 0) AS missing, NVL(region, ''), ZEROIFNULL(shipping_cost) "
        "FROM orders",
        "SELECT LISTAGG(region, ', ') WITHIN GROUP (ORDER BY region) AS regions FROM orders",
        "SELECT MEDIAN(shipping_cost) AS m, APPROX_COUNT_DISTINCT(region) FROM orders",
        "SELECT region FROM orders QUALIFY ROW_NUMBER() OVER (PARTITION BY region ORDER BY "
        "order_id) = 1",
        "SELECT TO_CHAR(order_date, 'YYYY-MM') AS m, MONTHNAME(order_date) FROM orders",
        "SELECT SPLIT_PART(name, ' ', 1) AS f, REGEXP_SUBSTR(name, '[A-Z]+') AS r FROM customers",
        'SELECT PARSE_JSON(\'{"a": {"b": 1}}\'):a.b::INT AS b',
        "SELECT * EXCLUDE (name) FROM customers",
        "SELECT TRY_TO_NUMBER(name) AS n, name ILIKE '%a%' AS a, CONTAINS(name, 'a') FROM "
        "customers",
        "SELECT * FROM (SELECT region, shipping_cost FROM orders) AS t "
        "PIVOT(SUM(shipping_cost) FOR region IN ('North', 'South'))",
    ),
    "bigquery": (
        "SELECT DATE_TRUNC(order_date, MONTH) AS m, SUM(shipping_cost) FROM orders GROUP BY 1",
        "SELECT DATE_DIFF(CURRENT_DATE(), order_date, DAY) AS age FROM orders",
        "SELECT DATE_ADD(order_date, INTERVAL 1 MONTH) AS due, FORMAT_DATE('%Y-%m', order_date) "
        "FROM orders",
        "SELECT SAFE_DIVIDE(SUM(shipping_cost), COUNT(*)) AS mean, COUNTIF(region = 'North') "
        "FROM orders",
        "SELECT APPROX_QUANTILES(shipping_cost, 4)[OFFSET(2)] AS median FROM orders",
        "SELECT STRING_AGG(region, ', ' ORDER BY region) AS r, ARRAY_AGG(region) FROM orders",
        "SELECT SAFE_CAST(name AS INT64) AS n, REGEXP_CONTAINS(name, r'^A') AS a FROM customers",
        "SELECT * EXCEPT (name) FROM customers",
        "SELECT JSON_VALUE('{\"a\": 1}', '$.a') AS a",
        "SELECT x FROM UNNEST([1, 2, 3]) AS x",
        "SELECT region FROM orders QUALIFY ROW_NUMBER() OVER (PARTITION BY region ORDER BY "
        "order_id) = 1",
        "SELECT region FROM orders UNION DISTINCT SELECT country FROM customers",
        "SELECT d FROM UNNEST(GENERATE_DATE_ARRAY('2024-01-01', '2024-12-31', INTERVAL 1 "
        "MONTH)) AS d",
        "SELECT IF(region IS NULL, 1, 0) AS missing, EXTRACT(YEAR FROM order_date) FROM orders",
        "SELECT `name` FROM `customers`",
    ),
    "tsql": (
        *_WITH_GROUPING_SETS,
        "SELECT TOP 5 name FROM customers ORDER BY name",
        "SELECT DATEADD(month, 1, order_date) AS due, DATEDIFF(day, order_date, GETDATE()) "
        "FROM orders",
        "SELECT YEAR(order_date) AS y, DATEPART(quarter, order_date) AS q, EOMONTH(order_date) "
        "FROM orders",
        "SELECT ISNULL(region, '') AS r, IIF(region IS NULL, 1, 0) AS m FROM orders",
        "SELECT STRING_AGG(region, ', ') WITHIN GROUP (ORDER BY region) AS regions FROM orders",
        "SELECT FORMAT(order_date, 'yyyy-MM') AS m, CONVERT(VARCHAR(10), order_date, 120) "
        "FROM orders",
        "SELECT LEN(name) AS n, CHARINDEX(' ', name) AS p, LEFT(name, 3) FROM customers",
        "SELECT name FROM customers ORDER BY name OFFSET 10 ROWS FETCH NEXT 5 ROWS ONLY",
        "SELECT name FROM customers WITH (NOLOCK)",
        "SELECT o.region, l.n FROM orders o CROSS APPLY (SELECT COUNT(*) AS n FROM order_lines l "
        "WHERE l.order_id = o.order_id) AS l",
        "SELECT [name] FROM [customers]",
        "SELECT TRY_CAST(name AS INT) AS n, CAST(order_id AS NVARCHAR(20)) FROM customers, orders",
        "SELECT DATEFROMPARTS(YEAR(order_date), MONTH(order_date), 1) AS m FROM orders",
        "SELECT TOP 10 PERCENT name FROM customers",
    ),
}


def everyday(dialect: str) -> tuple[str, ...]:
    return (*ANYWHERE, *BY_DIALECT[dialect])
