-- The newest of the POs whose number begins so, however many begin so and however old they are: a list of them is read a month at a time.

-- By month and number, with what else lists sort by and filter by. A month is 30 days, counted from the year 2000; POs without a day come
-- last.
CREATE INDEX po_by_month_and_number ON :schema.po
  ((coalesce((received_on - '2000-01-01'::date) / 30, -1000000)) DESC, po_key)
  INCLUDE (received_on, id, customer_key, manual, state, priority) WHERE po_key IS NOT NULL;
