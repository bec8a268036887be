SELECT
  balances.account_id AS account_id,
  SUM(balances.balance) AS balance
FROM balances
JOIN (
  SELECT
    account_id AS account_id,
    MAX(changed_at) AS known_at
  FROM balances
  GROUP BY
    account_id
) AS last_known
  ON balances.account_id = last_known.account_id
  AND balances.changed_at = last_known.known_at
WHERE
  balances.account_id < 3
GROUP BY
  balances.account_id
ORDER BY
  CASE WHEN balances.account_id IS NULL THEN 1 ELSE 0 END,
  balances.account_id
