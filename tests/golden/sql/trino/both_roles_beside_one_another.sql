SELECT
  giver.name AS giver_name,
  receiver.name AS receiver_name,
  COUNT(*) AS transfers
FROM transfers
LEFT JOIN customers AS giver
  ON transfers.giver_id = giver.customer_id
LEFT JOIN customers AS receiver
  ON transfers.receiver_id = receiver.customer_id
GROUP BY
  1,
  2
ORDER BY
  giver_name,
  receiver_name
