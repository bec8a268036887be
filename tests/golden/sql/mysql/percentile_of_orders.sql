WITH `each` AS (
  SELECT
    orders.order_id AS order_id,
    SUM(order_lines.revenue) AS revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.region = 'South'
  GROUP BY
    1
)
SELECT
  SUM(percentile_50_revenue) AS percentile_50_revenue
FROM (
  SELECT
    CAST(revenue AS DOUBLE) * GREATEST(
      1 - ABS(
        (
          COUNT(CAST(revenue AS DOUBLE)) OVER () - 1
        ) * 0.5 + 1 - ROW_NUMBER() OVER (ORDER BY CAST(revenue AS DOUBLE) IS NULL, CAST(revenue AS DOUBLE))
      ),
      0
    ) AS percentile_50_revenue
  FROM `each`
  WHERE
    NOT order_id IS NULL
) AS measured
