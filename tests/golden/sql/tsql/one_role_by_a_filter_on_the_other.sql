SELECT
  receiver.country AS receiver_country,
  COUNT(*) AS transfers
FROM transfers
LEFT JOIN customers AS giver
  ON transfers.giver_id = giver.customer_id
LEFT JOIN customers AS receiver
  ON transfers.receiver_id = receiver.customer_id
WHERE
  giver.name = 'Ada 100%'
GROUP BY
  receiver.country
ORDER BY
  CASE WHEN receiver.country IS NULL THEN 1 ELSE 0 END,
  receiver.country
