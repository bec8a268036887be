SELECT
  products.category AS category,
  SUM(stock_levels.quantity) AS stock
FROM stock_levels
LEFT JOIN products
  ON stock_levels.product_id = products.product_id
WHERE
  stock_levels.day >= '2024-01-01'
  AND stock_levels.day < '2024-02-01'
  AND stock_levels.day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    WHERE
      day >= '2024-01-01' AND day < '2024-02-01'
  )
GROUP BY
  1
ORDER BY
  category NULLS LAST
