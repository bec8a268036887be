SELECT
  balances.account_id AS account_id,
  SUM(balances.balance) AS balance
FROM balances
JOIN (
  SELECT
    account_id,
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
  1
ORDER BY
  account_id
