SELECT
  quantity
FROM order_lines
WHERE
  quantity > (
    SELECT
      AVG(CAST(quantity AS DOUBLE))
    FROM order_lines
  )
ORDER BY
  line_id
