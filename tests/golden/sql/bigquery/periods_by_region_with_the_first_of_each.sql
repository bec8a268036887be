WITH answer AS (
  SELECT
    CASE
      WHEN orders.order_date >= '2024-01-01' AND orders.order_date < '2024-02-01'
      THEN 'January 2024'
      WHEN orders.order_date >= '2024-02-01' AND orders.order_date < '2024-03-01'
      THEN 'February 2024'
      WHEN orders.order_date >= '2025-01-01' AND orders.order_date < '2026-01-01'
      THEN '2025'
    END AS period,
    orders.region AS region,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    (
      orders.order_date >= '2024-01-01' AND orders.order_date < '2024-02-01'
    )
    OR (
      orders.order_date >= '2024-02-01' AND orders.order_date < '2024-03-01'
    )
    OR (
      orders.order_date >= '2025-01-01' AND orders.order_date < '2026-01-01'
    )
  GROUP BY
    1,
    2
), ranked_answer AS (
  SELECT
    period,
    region,
    units,
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
      END, region IS NULL, region
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
  END NULLS LAST,
  units DESC,
  region NULLS LAST
