WITH parts AS (
  SELECT
    DATE_TRUNC(CAST(balances.changed_at AS DATE), MONTH) AS month,
    SUM(balances.balance) AS balance,
    CAST(NULL AS NUMERIC) AS first_balance
  FROM balances
  JOIN (
    SELECT
      account_id,
      MAX(changed_at) AS known_at
    FROM balances
    GROUP BY
      account_id,
      DATE_TRUNC(CAST(changed_at AS DATE), MONTH)
  ) AS last_known
    ON balances.account_id = last_known.account_id
    AND balances.changed_at = last_known.known_at
  GROUP BY
    1
  UNION ALL
  SELECT
    DATE_TRUNC(CAST(balances.changed_at AS DATE), MONTH) AS month,
    CAST(NULL AS NUMERIC) AS balance,
    SUM(balances.balance) AS first_balance
  FROM balances
  JOIN (
    SELECT
      account_id,
      MIN(changed_at) AS known_at
    FROM balances
    GROUP BY
      account_id,
      DATE_TRUNC(CAST(changed_at AS DATE), MONTH)
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
