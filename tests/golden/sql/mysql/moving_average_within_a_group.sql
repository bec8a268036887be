WITH grouped AS (
  SELECT
    MAKEDATE(YEAR(orders.order_date), 1) AS year,
    orders.region AS region,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1,
    2
)
SELECT
  year,
  region,
  CASE
    WHEN MIN(year) OVER () + INTERVAL '1' YEAR <= year
    THEN CAST(SUM(units) OVER (
      PARTITION BY region
      ORDER BY EXTRACT(YEAR FROM year) * 12 + EXTRACT(MONTH FROM year)
      RANGE BETWEEN 12 PRECEDING AND CURRENT ROW
    ) AS DOUBLE) / 2
    ELSE CAST(SUM(units) OVER (
      PARTITION BY region
      ORDER BY EXTRACT(YEAR FROM year) * 12 + EXTRACT(MONTH FROM year)
      RANGE BETWEEN 12 PRECEDING AND CURRENT ROW
    ) AS DOUBLE) / (
      CAST(EXTRACT(YEAR FROM year) * 12 + EXTRACT(MONTH FROM year) - (
        EXTRACT(YEAR FROM MIN(year) OVER ()) * 12 + EXTRACT(MONTH FROM MIN(year) OVER ())
      ) AS DOUBLE) / 12 + 1
    )
  END AS moving_average_units
FROM grouped
ORDER BY
  year IS NULL,
  year,
  region IS NULL,
  region
