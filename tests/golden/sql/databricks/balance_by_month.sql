WITH parts AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', balances.changed_at) AS DATE) AS month,
    SUM(balances.balance) AS balance,
    NULL AS first_balance
  FROM balances
  JOIN (
    SELECT
      account_id,
      MAX(changed_at) AS known_at
    FROM balances
    GROUP BY
      account_id,
      CAST(DATE_TRUNC('MONTH', changed_at) AS DATE)
  ) AS last_known
    ON balances.account_id = last_known.account_id
    AND balances.changed_at = last_known.known_at
  GROUP BY
    1
  UNION ALL
  SELECT
    CAST(DATE_TRUNC('MONTH', balances.changed_at) AS DATE) AS month,
    NULL AS balance,
    SUM(balances.balance) AS first_balance
  FROM balances
  JOIN (
    SELECT
      account_id,
      MIN(changed_at) AS known_at
    FROM balances
    GROUP BY
      account_id,
      CAST(DATE_TRUNC('MONTH', changed_at) AS DATE)
  ) AS first_known
    ON balances.account_id = first_known.account_id
    AND balances.changed_at = first_known.known_at
  GROUP BY
    1
)
SELECT
  month,
  MAX(balance) AS balance,
  MAX(first_balance) AS first_balance
FROM parts
GROUP BY
  1
ORDER BY
  month NULLS LAST
