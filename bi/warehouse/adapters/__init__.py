"""One adapter for each engine, and what it alone needs; `bi.warehouse.engines` finds them."""
