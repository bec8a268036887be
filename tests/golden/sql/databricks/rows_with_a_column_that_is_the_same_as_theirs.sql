SELECT
  month,
  area AS region
FROM targets
WHERE
  (
    area <> 'North' OR area IS NULL
  )
ORDER BY
  month
