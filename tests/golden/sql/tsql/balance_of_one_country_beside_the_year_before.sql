WITH parts AS (
  SELECT
    DATEFROMPARTS(YEAR(balances.changed_at), 1, 1) AS year,
    SUM(balances.balance) AS balance,
    CAST(NULL AS NUMERIC) AS balance_previous,
    1 AS is_now
  FROM balances
  LEFT JOIN customers
    ON balances.customer_id = customers.customer_id
  JOIN (
    SELECT
      account_id AS account_id,
      MAX(changed_at) AS known_at
    FROM balances
    GROUP BY
      account_id,
      DATEFROMPARTS(YEAR(changed_at), 1, 1)
  ) AS last_known
    ON balances.account_id = last_known.account_id
    AND balances.changed_at = last_known.known_at
  WHERE
    customers.country = 'Canada'
  GROUP BY
    DATEFROMPARTS(YEAR(balances.changed_at), 1, 1)
  UNION ALL
  SELECT
    DATEADD(YEAR, 1, DATEFROMPARTS(YEAR(balances.changed_at), 1, 1)) AS year,
    CAST(NULL AS NUMERIC) AS balance,
    SUM(balances.balance) AS balance_previous,
    0 AS is_now
  FROM balances
  LEFT JOIN customers
    ON balances.customer_id = customers.customer_id
  JOIN (
    SELECT
      account_id AS account_id,
      MAX(changed_at) AS known_at
    FROM balances
    GROUP BY
      account_id,
      DATEADD(YEAR, 1, DATEFROMPARTS(YEAR(changed_at), 1, 1))
  ) AS last_known
    ON balances.account_id = last_known.account_id
    AND balances.changed_at = last_known.known_at
  WHERE
    customers.country = 'Canada'
  GROUP BY
    DATEADD(YEAR, 1, DATEFROMPARTS(YEAR(balances.changed_at), 1, 1))
), grouped AS (
  SELECT
    year AS year,
    MAX(balance) AS balance,
    MAX(balance_previous) AS balance_previous
  FROM parts
  GROUP BY
    year
  HAVING
    MAX(is_now) = 1
)
SELECT
  year,
  balance,
  balance_previous,
  CAST((
    balance - balance_previous
  ) AS FLOAT) / NULLIF(ABS(balance_previous), 0) AS balance_change
FROM grouped
ORDER BY
  CASE WHEN year IS NULL THEN 1 ELSE 0 END,
  year
