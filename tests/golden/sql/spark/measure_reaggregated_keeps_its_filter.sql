SELECT
  MAX(CASE WHEN returned THEN quantity END) AS highest_returned_units
FROM order_lines
