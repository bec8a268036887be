SELECT
  quantity
FROM order_lines
WHERE
  quantity > (
    SELECT
      CAST(AVG(quantity) AS DOUBLE PRECISION)
    FROM order_lines
  )
ORDER BY
  line_id
