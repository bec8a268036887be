WITH parts AS (
  SELECT
    CAST(DATE_TRUNC('YEAR', balances.changed_at) AS DATE) AS year,
    SUM(balances.balance) AS balance,
    NULL AS balance_previous,
    1 AS is_now
  FROM balances
  LEFT JOIN customers
    ON balances.customer_id = customers.customer_id
  JOIN (
    SELECT
      account_id,
      MAX(changed_at) AS known_at
    FROM balances
    GROUP BY
      account_id,
      CAST(DATE_TRUNC('YEAR', changed_at) AS DATE)
  ) AS last_known
    ON balances.account_id = last_known.account_id
    AND balances.changed_at = last_known.known_at
  WHERE
    customers.country = 'Canada'
  GROUP BY
    1
  UNION ALL
  SELECT
    CAST(DATE_TRUNC('YEAR', balances.changed_at) + INTERVAL '1' YEAR AS DATE) AS year,
    NULL AS balance,
    SUM(balances.balance) AS balance_previous,
    0 AS is_now
  FROM balances
  LEFT JOIN customers
    ON balances.customer_id = customers.customer_id
  JOIN (
    SELECT
      account_id,
      MAX(changed_at) AS known_at
    FROM balances
    GROUP BY
      account_id,
      CAST(DATE_TRUNC('YEAR', changed_at) + INTERVAL '1' YEAR AS DATE)
  ) AS last_known
    ON balances.account_id = last_known.account_id
    AND balances.changed_at = last_known.known_at
  WHERE
    customers.country = 'Canada'
  GROUP BY
    1
), grouped AS (
  SELECT
    year,
    MAX(balance) AS balance,
    MAX(balance_previous) AS balance_previous
  FROM parts
  GROUP BY
    1
  HAVING
    MAX(is_now) = 1
)
SELECT
  year,
  balance,
  balance_previous,
  CAST(balance - balance_previous AS DOUBLE) / NULLIF(ABS(balance_previous), 0) AS balance_change
FROM grouped
ORDER BY
  year NULLS LAST
