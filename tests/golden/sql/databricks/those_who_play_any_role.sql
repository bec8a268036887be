SELECT
  name
FROM customers
WHERE
  NOT EXISTS(
    SELECT
      1
    FROM transfers
    WHERE
      transfers.giver_id = customers.customer_id
  )
  AND NOT EXISTS(
    SELECT
      1
    FROM transfers
    WHERE
      transfers.receiver_id = customers.customer_id
  )
ORDER BY
  customer_id
