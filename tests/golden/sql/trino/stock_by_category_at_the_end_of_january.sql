SELECT
  products.category AS category,
  SUM(stock_levels.quantity) AS stock
FROM stock_levels
LEFT JOIN products
  ON stock_levels.product_id = products.product_id
WHERE
  stock_levels.day >= CAST('2024-01-01' AS DATE)
  AND stock_levels.day < CAST('2024-02-01' AS DATE)
  AND stock_levels.day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    WHERE
      day >= CAST('2024-01-01' AS DATE) AND day < CAST('2024-02-01' AS DATE)
  )
GROUP BY
  1
ORDER BY
  category
