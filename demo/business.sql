-- The demo business, drawn by hashing. Variables and word lists are set by demo/build.py.
-- Only whole numbers and decimals are reckoned with (no `/`, which gives a double), so that
-- every platform rounds alike.

-- A whole number from 0 to n - 1 that depends on nothing but its arguments.
CREATE TEMP MACRO draw(salt, id, n) AS (md5_number_lower(salt || ':' || id) % n)::INTEGER;

CREATE TABLE customers (
  customer_id INTEGER PRIMARY KEY,
  customer_name VARCHAR NOT NULL,
  segment VARCHAR NOT NULL,
  country VARCHAR NOT NULL,
  city VARCHAR NOT NULL,
  signup_date DATE NOT NULL
);
CREATE TABLE products (
  product_id INTEGER PRIMARY KEY,
  product_name VARCHAR NOT NULL,
  category VARCHAR NOT NULL,
  sub_category VARCHAR NOT NULL,
  list_price DECIMAL(10, 2) NOT NULL,
  unit_cost DECIMAL(10, 2) NOT NULL
);
CREATE TABLE orders (
  order_id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (customer_id),
  order_date DATE NOT NULL,
  ship_date DATE, -- NULL while the order waits to be shipped
  region VARCHAR NOT NULL,
  channel VARCHAR NOT NULL,
  ship_mode VARCHAR NOT NULL,
  shipping_cost DECIMAL(10, 2) NOT NULL
);
CREATE TABLE order_lines (
  line_id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (order_id),
  product_id INTEGER NOT NULL REFERENCES products (product_id),
  quantity INTEGER NOT NULL,
  unit_price DECIMAL(10, 2) NOT NULL,
  discount DECIMAL(4, 2) NOT NULL,
  revenue DECIMAL(12, 2) NOT NULL,
  cost DECIMAL(12, 2) NOT NULL,
  returned BOOLEAN NOT NULL
);
CREATE TABLE targets (
  month DATE NOT NULL,
  region VARCHAR NOT NULL,
  target_revenue DECIMAL(12, 2) NOT NULL,
  PRIMARY KEY (month, region)
);
CREATE TABLE surveys (
  survey_id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (customer_id),
  survey_date DATE NOT NULL,
  channel VARCHAR NOT NULL,
  region VARCHAR NOT NULL,
  score INTEGER NOT NULL
);

-- Customers -------------------------------------------------------------------------------

CREATE TEMP TABLE customer_draws AS
SELECT
  id,
  CASE
    WHEN draw('segment', id, 100) < 48 THEN 'Consumer'
    WHEN draw('segment', id, 100) < 78 THEN 'Small Business'
    ELSE 'Corporate'
  END AS segment,
  draw('country', id, 100) AS place,
  -- A third of them were customers before the first order of the data.
  CASE
    WHEN draw('early', id, 3) = 0
      THEN getvariable('first_day') - 1 - draw('signup', id, 900)
    ELSE getvariable('first_day')
      + draw('signup', id, (getvariable('last_day') - getvariable('first_day'))::INTEGER)
  END AS signup_date
FROM range(1, 2001) AS numbers(id);

-- Names are unique: person or company `n` takes the combination n * step modulo their number,
-- and each step shares no factor with that number.
INSERT INTO customers
WITH numbered AS (
  SELECT *, row_number() OVER (PARTITION BY segment = 'Consumer' ORDER BY id) AS n
  FROM customer_draws
), named AS (
  SELECT
    *,
    getvariable('first_names') AS firsts,
    getvariable('last_names') AS lasts,
    getvariable('company_words') AS words,
    getvariable('company_kinds') AS kinds,
    n * 1009 % (len(firsts) * len(lasts)) AS person,
    n * 509 % (len(words) * len(kinds)) AS company
  FROM numbered
)
SELECT
  id,
  CASE segment
    WHEN 'Consumer' THEN firsts[person // len(lasts) + 1] || ' ' || lasts[person % len(lasts) + 1]
    ELSE words[company // len(kinds) + 1] || ' ' || kinds[company % len(kinds) + 1]
  END,
  segment,
  country,
  cities[draw('city', id, len(cities)) + 1],
  signup_date
FROM named
JOIN places ON places.rowid = named.place
ORDER BY id;

-- Products --------------------------------------------------------------------------------

INSERT INTO products
WITH priced AS (
  SELECT
    *,
    rowid + 1 AS id,
    -- Whole dollars less five cents.
    (lowest + draw('price', rowid, highest - lowest))::DECIMAL(10, 2) - 0.05 AS price
  FROM designs
)
SELECT
  id, product_name, category, sub_category, price,
  round(price * (cost_percent + draw('cost', id, 7) - 3) * 0.01, 2)
FROM priced
ORDER BY id;

-- Orders ----------------------------------------------------------------------------------

-- How much of the business falls on each day in each region: `planned` as a plan would see
-- it, `weight` with chance and the planted events.
CREATE TEMP TABLE slots AS
WITH regions(region_no, region, share) AS (
  VALUES (1, 'North', 24), (2, 'South', 19), (3, 'East', 29), (4, 'West', 28)
), planned AS (
  SELECT
    day::DATE AS day,
    region_no,
    region,
    share
      * [84, 82, 94, 93, 96, 98, 90, 88, 101, 112, 133, 141][month(day)]
      * [112, 114, 113, 110, 116, 72, 63][isodow(day)]
      * (10000 + 4 * date_diff('day', getvariable('first_day'), day)) AS planned
  FROM generate_series(getvariable('first_day'), getvariable('plan_end'), INTERVAL 1 DAY) AS d(day)
  CROSS JOIN regions
)
SELECT
  *,
  CASE
    WHEN day > getvariable('last_day') THEN 0
    ELSE planned
      * (86 + draw('chance', day || region, 29))
      * CASE WHEN date_trunc('month', day) = getvariable('campaign') THEN 130 ELSE 100 END
      * CASE
          WHEN region <> 'West' THEN 100
          WHEN date_trunc('month', day) = getvariable('fall_of_west') THEN 40
          WHEN date_trunc('month', day) = getvariable('fall_of_west') + INTERVAL 1 MONTH THEN 65
          ELSE 100
        END
  END AS weight
FROM planned;

CREATE TEMP TABLE order_slots AS
WITH running AS (
  SELECT
    *,
    sum(weight) OVER (ORDER BY day, region_no ROWS UNBOUNDED PRECEDING)::HUGEINT AS upto,
    sum(weight) OVER ()::HUGEINT AS total
  FROM slots
), counted AS (
  SELECT
    day, region,
    upto * getvariable('orders') // total - (upto - weight) * getvariable('orders') // total AS n
  FROM running
), numbered AS (
  SELECT day, region, unnest(range(n::BIGINT)) AS k FROM counted
)
SELECT
  row_number() OVER (ORDER BY day, draw('place', day || region || k, 1000000), region, k) AS id,
  day,
  region
FROM numbered;

-- Customers of a region in the order they signed up: an order is placed by one of those who
-- had signed up by then.
CREATE TEMP TABLE regional AS
SELECT
  id AS customer_id,
  ['North', 'South', 'East', 'West'][draw('home', id, 4) + 1] AS region,
  signup_date,
  row_number() OVER (PARTITION BY draw('home', id, 4) ORDER BY signup_date, id) AS place
FROM customer_draws;

CREATE TEMP TABLE order_draws AS
WITH known AS (
  SELECT region, signup_date, max(place) AS known FROM regional GROUP BY ALL
), placed AS (
  SELECT
    id, day, order_slots.region,
    CASE
      WHEN draw('key account', id, 100) < 40 THEN 10 * (1 + draw('customer', id, known // 10))
      ELSE 1 + draw('customer', id, known)
    END AS place,
    draw('channel', id, 100) AS channel,
    draw('mode', id, 100) AS mode
  FROM order_slots
  ASOF JOIN known ON order_slots.region = known.region AND order_slots.day >= known.signup_date
)
SELECT
  placed.id, day, region, customer_id, segment,
  CASE WHEN channel < 52 THEN 'Online' WHEN channel < 83 THEN 'Store' ELSE 'Partner' END AS channel,
  CASE WHEN mode < 61 THEN 'Standard' WHEN mode < 90 THEN 'Express' ELSE 'Same Day' END AS ship_mode
FROM placed
JOIN regional USING (region, place)
JOIN customer_draws ON customer_draws.id = customer_id;

INSERT INTO orders
WITH shipped AS (
  SELECT
    *,
    day + CASE ship_mode
      WHEN 'Standard' THEN 3 + draw('shipping', id, 4)
      WHEN 'Express' THEN 1 + draw('shipping', id, 2)
      ELSE 0
    END AS ship_date
  FROM order_draws
)
SELECT
  id, customer_id, day,
  CASE WHEN ship_date <= getvariable('last_day') THEN ship_date END,
  region, channel, ship_mode,
  (CASE ship_mode WHEN 'Standard' THEN 590 WHEN 'Express' THEN 1490 ELSE 2690 END
    + draw('shipping cost', id, 1400)) * 0.01
FROM shipped
ORDER BY id;

-- Order lines -----------------------------------------------------------------------------

CREATE TEMP TABLE line_draws AS
WITH lines AS (
  -- One to four lines an order.
  SELECT
    order_draws.id AS order_id, day, segment,
    date_trunc('month', day) = getvariable('campaign') AS campaign,
    -- Percent of the lines that the new category has won by then.
    least(16, 4 + date_diff('month', getvariable('wellness'), day)) AS wellness_share,
    unnest(range(1 + draw('lines', order_draws.id, 4))) AS k
  FROM order_draws
), numbered AS (
  SELECT *, row_number() OVER (ORDER BY order_id, k) AS id FROM lines
), sorted AS (
  SELECT
    *,
    CASE
      WHEN day >= getvariable('wellness') AND draw('wellness', id, 100) < wellness_share
        THEN 'Wellness'
      WHEN draw('category', id, 100) < 33 THEN 'Technology'
      WHEN draw('category', id, 100) < 60 THEN 'Furniture'
      ELSE 'Office Supplies'
    END AS category
  FROM numbered
), assortments AS (
  -- Best sellers come first, in an order of their own.
  SELECT
    category,
    list({'id': product_id, 'price': list_price, 'cost': unit_cost}
      ORDER BY draw('rank', product_id, 1000000)) AS items
  FROM products
  GROUP BY category
), picked AS (
  SELECT
    sorted.*,
    items[1 + least(draw('product', id, len(items)), draw('again', id, len(items)))] AS item,
    year(getvariable('last_day')) - year(day) AS years_ago
  FROM sorted
  JOIN assortments USING (category)
)
SELECT
  id, order_id, category, item.id AS product_id,
  -- Prices rise by two percent of today's list a year, costs by one and a half.
  round(item.price * (100 - 2 * years_ago) * 0.01, 2) AS unit_price,
  round(item.cost * (1000 - 15 * years_ago) * 0.001, 2) AS unit_cost,
  CASE category
    WHEN 'Office Supplies' THEN 2 + draw('quantity', id, 18)
    ELSE 1 + draw('quantity', id, CASE segment WHEN 'Consumer' THEN 2 ELSE 4 END)
  END * CASE WHEN segment = 'Corporate' THEN 2 ELSE 1 END AS quantity,
  CASE
    WHEN campaign THEN 15 + 5 * draw('discount', id, 6)
    WHEN draw('discounted', id, 100) < 62 THEN 0
    ELSE [5, 5, 5, 10, 10, 10, 15, 15, 20, 30][draw('discount', id, 10) + 1]
  END * 0.01 AS discount
FROM picked;

INSERT INTO order_lines
SELECT
  id, order_id, product_id, quantity, unit_price, discount,
  round(quantity * unit_price * (1 - discount), 2),
  quantity * unit_cost,
  draw('returned', id, 1000) < CASE category
    WHEN 'Furniture' THEN 62 WHEN 'Technology' THEN 45 WHEN 'Wellness' THEN 30 ELSE 14
  END
FROM line_draws
ORDER BY id;

-- Targets and surveys ---------------------------------------------------------------------

-- A plan knows growth and seasons but no events: it spreads what was sold by planned weight,
-- a little ambitiously, in whole thousands.
INSERT INTO targets
WITH sold AS (
  SELECT sum(revenue) AS revenue FROM order_lines
), weights AS (
  SELECT
    date_trunc('month', day)::DATE AS month, region, region_no,
    sum(planned) AS planned,
    sum(planned) FILTER (day <= getvariable('last_day')) AS elapsed
  FROM slots
  GROUP BY ALL
)
SELECT
  month, region,
  (planned * revenue::BIGINT * (97 + draw('target', month || region, 11))
    // (sum(elapsed) OVER () * 100 * 1000) * 1000)::DECIMAL(12, 2)
FROM weights CROSS JOIN sold
ORDER BY month, region_no;

-- A quarter of the orders are followed by a survey a few days later.
INSERT INTO surveys
WITH asked AS (
  SELECT
    id, customer_id, channel, region, day + 2 + draw('reply', id, 8) AS survey_date,
    draw('score', id, 100)
      + CASE channel WHEN 'Store' THEN 6 WHEN 'Partner' THEN -4 ELSE 0 END
      + 2 * (year(day) - year(getvariable('first_day')))
      - CASE
          WHEN channel = 'Online' AND date_trunc('month', survey_date) IN (
            getvariable('satisfaction'), getvariable('satisfaction') + INTERVAL 1 MONTH
          ) THEN 45
          ELSE 0
        END AS mood
  FROM order_draws
  WHERE draw('asked', id, 100) < 25
)
SELECT
  row_number() OVER (ORDER BY survey_date, id), customer_id, survey_date, channel, region,
  CASE
    WHEN mood < 6 THEN 1 WHEN mood < 15 THEN 2 WHEN mood < 34 THEN 3 WHEN mood < 70 THEN 4 ELSE 5
  END
FROM asked
WHERE survey_date <= getvariable('last_day')
ORDER BY survey_date, id;
