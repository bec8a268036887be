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
  1
ORDER BY
  receiver_country
