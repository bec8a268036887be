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
  giver.name,
  receiver.name
ORDER BY
  CASE WHEN giver.name IS NULL THEN 1 ELSE 0 END,
  giver.name,
  CASE WHEN receiver.name IS NULL THEN 1 ELSE 0 END,
  receiver.name
