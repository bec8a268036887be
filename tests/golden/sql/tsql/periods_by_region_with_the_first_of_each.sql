WITH answer AS (
  SELECT
    CASE
      WHEN orders.order_date >= CAST('2024-01-01' AS DATE)
      AND orders.order_date < CAST('2024-02-01' AS DATE)
      THEN 'January 2024'
      WHEN orders.order_date >= CAST('2024-02-01' AS DATE)
      AND orders.order_date < CAST('2024-03-01' AS DATE)
      THEN 'February 2024'
      WHEN orders.order_date >= CAST('2025-01-01' AS DATE)
      AND orders.order_date < CAST('2026-01-01' AS DATE)
      THEN '2025'
    END AS period,
    orders.region AS region,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    (
      orders.order_date >= CAST('2024-01-01' AS DATE)
      AND orders.order_date < CAST('2024-02-01' AS DATE)
    )
    OR (
      orders.order_date >= CAST('2024-02-01' AS DATE)
      AND orders.order_date < CAST('2024-03-01' AS DATE)
    )
    OR (
      orders.order_date >= CAST('2025-01-01' AS DATE)
      AND orders.order_date < CAST('2026-01-01' AS DATE)
    )
  GROUP BY
    CASE
      WHEN orders.order_date >= CAST('2024-01-01' AS DATE)
      AND orders.order_date < CAST('2024-02-01' AS DATE)
      THEN 'January 2024'
      WHEN orders.order_date >= CAST('2024-02-01' AS DATE)
      AND orders.order_date < CAST('2024-03-01' AS DATE)
      THEN 'February 2024'
      WHEN orders.order_date >= CAST('2025-01-01' AS DATE)
      AND orders.order_date < CAST('2026-01-01' AS DATE)
      THEN '2025'
    END,
    orders.region
), ranked_answer AS (
  SELECT
    period AS period,
    region AS region,
    units AS units,
    ROW_NUMBER() OVER (
      PARTITION BY period
      ORDER BY units DESC, CASE period
        WHEN 'January 2024'
        THEN 1
        WHEN 'February 2024'
        THEN 2
        WHEN '2025'
        THEN 3
        ELSE 4
      END, CASE WHEN region IS NULL THEN 1 ELSE 0 END, region
    ) AS position
  FROM answer
)
SELECT
  period,
  region,
  units
FROM ranked_answer
WHERE
  position <= 1
ORDER BY
  CASE period
    WHEN 'January 2024'
    THEN 1
    WHEN 'February 2024'
    THEN 2
    WHEN '2025'
    THEN 3
    ELSE 4
  END,
  units DESC,
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
