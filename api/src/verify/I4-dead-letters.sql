-- No message about money was given up: each dead letter of the wallet, the processor or the orders waits for a person.
select 'a dead letter about money' as rule, consumer || ' ' || type || ' ' || key as subject, error
from platform.dead_letter where consumer in ('wallet', 'payments', 'orders') and state in ('dead', 'replaying');
