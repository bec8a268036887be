SELECT
  DATE(
    day,
    'start of month',
    '-' || (
      (
        STRFTIME('%m', day) - 1
      ) % 3
    ) || ' months'
  ) AS quarter,
  SUM(quantity) AS opening_stock
FROM stock_levels
WHERE
  day IN (
    SELECT
      MIN(day)
    FROM stock_levels
    GROUP BY
      DATE(
        day,
        'start of month',
        '-' || (
          (
            STRFTIME('%m', day) - 1
          ) % 3
        ) || ' months'
      )
  )
GROUP BY
  1
ORDER BY
  quarter NULLS LAST
