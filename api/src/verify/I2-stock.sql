-- I2, the stock's part: sold + held + promised <= capacity, and the sums are those of the places themselves.
with item as (
  select section_id, count(*) filter (where hold.state = 'confirmed') as sold, count(*) filter (where hold.state = 'held') as held
  from inventory.hold_item join inventory.hold on hold.id = hold_id where live group by section_id
), seat as (
  select section_id, count(*) filter (where state = 'sold') as sold, count(*) filter (where state = 'held') as held,
    count(*) filter (where state = 'blocked') as blocked
  from inventory.seat group by section_id
), section as (
  select event_id, sum(capacity) as capacity, sum(sold) as sold, sum(held) as held, sum(blocked) as blocked from inventory.section group by event_id
)
select 'sold + held + promised + blocked <= capacity' as rule, event_id::text as subject
from inventory.stock where sold + held + promised + blocked > capacity or least(sold, held, promised, blocked) < 0
union all
select 'an event''s sums are those of its sections', event_id::text
from inventory.stock left join section using (event_id)
where (stock.capacity, stock.sold, stock.held, stock.blocked)
  is distinct from (coalesce(section.capacity, 0), coalesce(section.sold, 0), coalesce(section.held, 0), coalesce(section.blocked, 0))
union all
select 'a section''s sums are those of the holds on it', section.id::text
from inventory.section left join item on item.section_id = section.id
where (section.sold, section.held) is distinct from (coalesce(item.sold, 0), coalesce(item.held, 0))
union all
select 'a section''s sums are those of its seats', section.id::text
from inventory.section left join seat on seat.section_id = section.id
where section.kind = 'seated' and (section.sold, section.held, section.blocked)
  is distinct from (coalesce(seat.sold, 0), coalesce(seat.held, 0), coalesce(seat.blocked, 0))
