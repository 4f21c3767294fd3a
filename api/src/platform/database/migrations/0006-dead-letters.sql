-- A dead letter waits for a person, who has it delivered once more or closes it with a note.
alter table platform.dead_letter
  add column state text not null default 'dead' constraint dead_letter_state check (state in ('dead', 'replaying', 'replayed', 'closed')),
  add column replays smallint not null default 0,
  add column settled_at timestamptz,
  add column note text,
  add column settled_by uuid,
  add constraint closed_with_a_note check ((state = 'closed') = (note is not null));
create index dead_letter_open on platform.dead_letter (consumer, state) where state in ('dead', 'replaying');
