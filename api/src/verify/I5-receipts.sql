-- database: wallet
-- The receipts of a payee's year are numbered without a gap.
with given as (
  select payee_id, receipt_year as year, count(*) as receipts, min(receipt_number) as first, max(receipt_number) as last
  from wallet.payment where receipt_number is not null group by 1, 2
), series as (
  select coalesce(payee_id::text, 'top-ups') as payee, year, last_number from wallet.receipt_series
)
select 'a series of receipts has no gap' as rule, coalesce(series.payee, payee_id::text, 'top-ups') || ' ' || coalesce(series.year, given.year) as subject
from series full join given on series.payee = coalesce(given.payee_id::text, 'top-ups') and series.year = given.year
where (given.receipts, given.first, given.last) is distinct from (series.last_number::bigint, 1, series.last_number);
