SELECT
  MAX(CASE WHEN returned <> 0 THEN quantity END) AS highest_returned_units
FROM order_lines
