SELECT
  customers.country AS country,
  SUM(balances.balance) AS balance
FROM balances
LEFT JOIN customers
  ON balances.customer_id = customers.customer_id
JOIN (
  SELECT
    account_id,
    MAX(changed_at) AS known_at
  FROM balances
  WHERE
    changed_at < '2024-02-01'
  GROUP BY
    account_id
) AS last_known
  ON balances.account_id = last_known.account_id
  AND balances.changed_at = last_known.known_at
WHERE
  balances.changed_at < '2024-02-01'
GROUP BY
  1
ORDER BY
  country
