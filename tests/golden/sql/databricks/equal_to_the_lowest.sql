SELECT
  quantity
FROM order_lines
WHERE
  quantity = (
    SELECT
      MIN(quantity)
    FROM order_lines
  )
ORDER BY
  line_id
