WITH parts AS (
  SELECT
    DATEFROMPARTS(YEAR(balances.changed_at), MONTH(balances.changed_at), 1) AS month,
    SUM(balances.balance) AS balance,
    CAST(NULL AS NUMERIC) AS first_balance
  FROM balances
  JOIN (
    SELECT
      account_id AS account_id,
      MAX(changed_at) AS known_at
    FROM balances
    GROUP BY
      account_id,
      DATEFROMPARTS(YEAR(changed_at), MONTH(changed_at), 1)
  ) AS last_known
    ON balances.account_id = last_known.account_id
    AND balances.changed_at = last_known.known_at
  GROUP BY
    DATEFROMPARTS(YEAR(balances.changed_at), MONTH(balances.changed_at), 1)
  UNION ALL
  SELECT
    DATEFROMPARTS(YEAR(balances.changed_at), MONTH(balances.changed_at), 1) AS month,
    CAST(NULL AS NUMERIC) AS balance,
    SUM(balances.balance) AS first_balance
  FROM balances
  JOIN (
    SELECT
      account_id AS account_id,
      MIN(changed_at) AS known_at
    FROM balances
    GROUP BY
      account_id,
      DATEFROMPARTS(YEAR(changed_at), MONTH(changed_at), 1)
  ) AS first_known
    ON balances.account_id = first_known.account_id
    AND balances.changed_at = first_known.known_at
  GROUP BY
    DATEFROMPARTS(YEAR(balances.changed_at), MONTH(balances.changed_at), 1)
)
SELECT
  month,
  MAX(balance) AS balance,
  MAX(first_balance) AS first_balance
FROM parts
GROUP BY
  month
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
