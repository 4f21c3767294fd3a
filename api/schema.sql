-- What the migrations make of an empty database; made from it, not run. A test keeps it true.

-- audit -----------------------------------------------------------------------------------------------

create table audit.entry (
  sequence bigint not null,
  message_id uuid not null,
  occurred_at timestamp with time zone not null,
  content text not null,
  previous_hash bytea not null,
  hash bytea not null,
  actor text not null generated always as (((content)::jsonb ->> 'actor'::text)) stored,
  action text not null generated always as (((content)::jsonb ->> 'action'::text)) stored,
  target text not null generated always as (((content)::jsonb ->> 'target'::text)) stored,
  constraint entry_pkey PRIMARY KEY (sequence),
  constraint hashes_are_sha256 CHECK (((octet_length(previous_hash) = 32) AND (octet_length(hash) = 32))),
  constraint one_entry_per_message UNIQUE (message_id)
);
CREATE INDEX entry_by_action ON audit.entry USING btree (action, sequence);
CREATE INDEX entry_by_actor ON audit.entry USING btree (actor, sequence);
CREATE INDEX entry_by_target ON audit.entry USING btree (target, sequence);
CREATE INDEX entry_by_time ON audit.entry USING btree (occurred_at);
CREATE TRIGGER entry_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.entry FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

create table audit.head (
  single boolean not null default true,
  sequence bigint not null,
  hash bytea not null,
  constraint head_pkey PRIMARY KEY (single),
  constraint one_head CHECK (single)
);
CREATE TRIGGER head_is_never_removed BEFORE DELETE OR TRUNCATE ON audit.head FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

create table audit.personal (
  sequence bigint not null,
  salt bytea not null,
  content text not null,
  constraint personal_pkey PRIMARY KEY (sequence),
  constraint personal_sequence_fkey FOREIGN KEY (sequence) REFERENCES audit.entry(sequence)
);
CREATE TRIGGER personal_is_never_changed BEFORE UPDATE ON audit.personal FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

CREATE OR REPLACE FUNCTION audit.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '%.% is append-only: % refused', tg_table_schema, tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $function$;

-- catalog ---------------------------------------------------------------------------------------------

create table catalog.bought_together (
  event_id uuid not null,
  product_id uuid not null,
  beside_id uuid not null,
  orders bigint not null,
  constraint bought_together_pkey PRIMARY KEY (event_id, product_id, beside_id),
  constraint bought_together_counted CHECK ((orders > 0))
);

create table catalog.event (
  id uuid not null,
  organiser_id uuid not null,
  venue_id uuid not null,
  seat_map_id uuid,
  state text not null default 'draft'::text,
  title text not null,
  artists text[] not null default '{}'::text[],
  kind text not null,
  description text not null default ''::text,
  pictures jsonb not null default '[]'::jsonb,
  standing jsonb not null default '[]'::jsonb,
  starts_at timestamp with time zone,
  doors_at timestamp with time zone,
  sale_starts_at timestamp with time zone,
  sale_ends_at timestamp with time zone,
  line_required boolean not null,
  draw_at_opening boolean not null,
  public_draw_value_name text,
  verified_account_required boolean not null,
  challenge_required boolean not null,
  session_ticket_limit integer not null,
  buyer_ticket_limit integer not null,
  claim_seconds integer not null,
  admission_seconds integer not null,
  hold_seconds integer not null,
  payment_window_seconds integer not null,
  grace_seconds integer not null,
  capacity integer not null default 0,
  version integer not null default 1,
  created_at timestamp with time zone not null default platform.now(),
  published_at timestamp with time zone,
  retired_at timestamp with time zone,
  search_text text not null,
  search tsvector not null generated always as (to_tsvector('simple'::regconfig, search_text)) stored,
  rehearsal boolean not null default false,
  withdrawal_days integer not null default 7,
  withdrawal_hours_before integer not null default 48,
  constraint event_pkey PRIMARY KEY (id),
  constraint admission_seconds_in_range CHECK (((admission_seconds >= 5) AND (admission_seconds <= 86400))),
  constraint buyer_ticket_limit_in_range CHECK (((buyer_ticket_limit >= session_ticket_limit) AND (buyer_ticket_limit <= 1000))),
  constraint claim_seconds_in_range CHECK (((claim_seconds >= 5) AND (claim_seconds <= 86400))),
  constraint draw_needs_a_line CHECK ((line_required OR (NOT draw_at_opening))),
  constraint event_capacity_counted CHECK (((capacity > 0) OR (state = ANY (ARRAY['draft'::text, 'cancelled'::text])))),
  constraint event_has_a_title CHECK (((char_length(title) >= 1) AND (char_length(title) <= 200))),
  constraint event_organiser_id_fkey FOREIGN KEY (organiser_id) REFERENCES catalog.organiser(id),
  constraint event_seat_map_id_fkey FOREIGN KEY (seat_map_id) REFERENCES catalog.seat_map(id),
  constraint event_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'postponed'::text, 'cancelled'::text, 'closed'::text]))),
  constraint event_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES catalog.venue(id),
  constraint grace_seconds_in_range CHECK (((grace_seconds >= 0) AND (grace_seconds <= 3600))),
  constraint hold_seconds_in_range CHECK (((hold_seconds >= 5) AND (hold_seconds <= 86400))),
  constraint payment_window_seconds_in_range CHECK (((payment_window_seconds >= 5) AND (payment_window_seconds <= 86400))),
  constraint public_value_needs_a_draw CHECK ((draw_at_opening OR (public_draw_value_name IS NULL))),
  constraint published_event_is_complete CHECK (((state = ANY (ARRAY['draft'::text, 'cancelled'::text])) OR ((starts_at IS NOT NULL) AND (sale_starts_at IS NOT NULL) AND (published_at IS NOT NULL)))),
  constraint sale_ends_after_it_starts CHECK ((sale_ends_at > sale_starts_at)),
  constraint session_ticket_limit_in_range CHECK (((session_ticket_limit >= 1) AND (session_ticket_limit <= 100))),
  constraint withdrawal_days_in_range CHECK (((withdrawal_days >= 0) AND (withdrawal_days <= 365))),
  constraint withdrawal_hours_before_in_range CHECK (((withdrawal_hours_before >= 0) AND (withdrawal_hours_before <= 8760)))
);
CREATE INDEX event_by_date ON catalog.event USING btree (starts_at, id) WHERE ((state <> 'draft'::text) AND (retired_at IS NULL));
CREATE INDEX event_by_organiser ON catalog.event USING btree (organiser_id, id);
CREATE INDEX event_search ON catalog.event USING gin (search);

create table catalog.organiser (
  id uuid not null,
  name text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default platform.now(),
  retired_at timestamp with time zone,
  constraint organiser_pkey PRIMARY KEY (id),
  constraint organiser_has_a_name CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200)))
);

create table catalog.organiser_member (
  organiser_id uuid not null,
  user_id uuid not null,
  added_at timestamp with time zone not null default platform.now(),
  constraint organiser_member_pkey PRIMARY KEY (organiser_id, user_id),
  constraint organiser_member_organiser_id_fkey FOREIGN KEY (organiser_id) REFERENCES catalog.organiser(id)
);
CREATE INDEX organiser_member_by_user ON catalog.organiser_member USING btree (user_id);

create table catalog.pinned_suggestion (
  event_id uuid not null,
  position integer not null,
  product_id uuid not null,
  constraint pinned_suggestion_pkey PRIMARY KEY (event_id, "position"),
  constraint pinned_suggestion_event_id_fkey FOREIGN KEY (event_id) REFERENCES catalog.event(id),
  constraint pinned_suggestion_product_id_fkey FOREIGN KEY (product_id) REFERENCES catalog.product(id),
  constraint product_pinned_once UNIQUE (event_id, product_id)
);

create table catalog.product (
  id uuid not null,
  event_id uuid not null,
  name text not null,
  description text not null default ''::text,
  price_cents integer not null,
  max_per_order integer,
  stock integer,
  taken integer not null default 0,
  version integer not null default 1,
  created_at timestamp with time zone not null default platform.now(),
  retired_at timestamp with time zone,
  constraint product_pkey PRIMARY KEY (id),
  constraint product_event_id_fkey FOREIGN KEY (event_id) REFERENCES catalog.event(id),
  constraint product_has_a_name CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
  constraint product_has_a_price CHECK (((price_cents >= 1) AND (price_cents <= 100000000))),
  constraint product_max_per_order_in_range CHECK (((max_per_order >= 1) AND (max_per_order <= 1000))),
  constraint product_never_oversold CHECK (((stock IS NULL) OR (taken <= stock))),
  constraint product_stock_in_range CHECK (((stock >= 0) AND (stock <= 10000000))),
  constraint product_taken_counted CHECK ((taken >= 0))
);
CREATE INDEX product_by_event ON catalog.product USING btree (event_id);

create table catalog.seat_map (
  id uuid not null,
  venue_id uuid not null,
  name text not null,
  plan jsonb not null,
  accessibility jsonb not null,
  seat_count integer not null,
  created_at timestamp with time zone not null default platform.now(),
  retired_at timestamp with time zone,
  constraint seat_map_pkey PRIMARY KEY (id),
  constraint seat_map_has_seats CHECK ((seat_count > 0)),
  constraint seat_map_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES catalog.venue(id)
);
CREATE INDEX seat_map_by_venue ON catalog.seat_map USING btree (venue_id);

create table catalog.ticket_type (
  id uuid not null,
  event_id uuid not null,
  name text not null,
  category text not null,
  kind text not null,
  price_cents integer not null,
  half_price boolean not null,
  proof_required boolean not null,
  holder_required boolean not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default platform.now(),
  retired_at timestamp with time zone,
  constraint ticket_type_pkey PRIMARY KEY (id),
  constraint ticket_type_event_id_fkey FOREIGN KEY (event_id) REFERENCES catalog.event(id),
  constraint ticket_type_has_a_name CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
  constraint ticket_type_has_a_price CHECK (((price_cents >= 1) AND (price_cents <= 100000000))),
  constraint ticket_type_kind_known CHECK ((kind = ANY (ARRAY['seated'::text, 'standing'::text])))
);
CREATE INDEX ticket_type_by_event ON catalog.ticket_type USING btree (event_id);

create table catalog.venue (
  id uuid not null,
  organiser_id uuid not null,
  name text not null,
  city text not null,
  address text not null default ''::text,
  timezone text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default platform.now(),
  retired_at timestamp with time zone,
  constraint venue_pkey PRIMARY KEY (id),
  constraint venue_has_a_city CHECK (((char_length(city) >= 1) AND (char_length(city) <= 200))),
  constraint venue_has_a_name CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
  constraint venue_organiser_id_fkey FOREIGN KEY (organiser_id) REFERENCES catalog.organiser(id)
);
CREATE INDEX venue_by_organiser ON catalog.venue USING btree (organiser_id);

-- identity --------------------------------------------------------------------------------------------

create unlogged table identity.attempt (
  key bytea not null,
  count integer not null,
  window_ends_at timestamp with time zone not null,
  constraint attempt_pkey PRIMARY KEY (key),
  constraint attempts_are_counted CHECK ((count >= 0))
);
CREATE INDEX attempt_over ON identity.attempt USING btree (window_ends_at);
alter table identity.attempt set (fillfactor=50);

create table identity.credential (
  user_id uuid not null,
  password_hash text not null,
  changed_at timestamp with time zone not null default platform.now(),
  constraint credential_pkey PRIMARY KEY (user_id),
  constraint credential_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity."user"(id) ON DELETE CASCADE,
  constraint password_is_hashed CHECK ((password_hash ~~ '$argon2id$%'::text))
);

create table identity.deletion (
  user_id uuid not null,
  deleted_at timestamp with time zone not null default platform.now(),
  told smallint not null default 1,
  tell_at timestamp with time zone,
  constraint deletion_pkey PRIMARY KEY (user_id),
  constraint deletion_is_told_three_times CHECK (((told >= 1) AND (told <= 3)))
);
CREATE INDEX deletion_to_tell ON identity.deletion USING btree (tell_at) WHERE (tell_at IS NOT NULL);

create table identity.external_identity (
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  linked_at timestamp with time zone not null default platform.now(),
  constraint one_account_per_external_identity PRIMARY KEY (issuer, subject),
  constraint external_identity_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity."user"(id) ON DELETE CASCADE
);
CREATE INDEX external_identity_of_user ON identity.external_identity USING btree (user_id);

create table identity.rehearsal (
  event_id uuid not null,
  fans integer not null,
  ended_at timestamp with time zone,
  constraint rehearsal_pkey PRIMARY KEY (event_id),
  constraint rehearsal_fans_in_range CHECK (((fans >= 0) AND (fans <= 200000)))
);

create table identity.session (
  id uuid not null,
  token_hash bytea not null,
  user_id uuid not null,
  device_id uuid not null,
  created_at timestamp with time zone not null default platform.now(),
  expires_at timestamp with time zone not null,
  address inet,
  user_agent text,
  ended_at timestamp with time zone,
  ended_because text,
  constraint session_pkey PRIMARY KEY (id),
  constraint end_has_a_reason CHECK (((ended_at IS NULL) = (ended_because IS NULL))),
  constraint end_is_known CHECK ((ended_because = ANY (ARRAY['signed_out'::text, 'signed_in_elsewhere'::text, 'device_taken_over'::text, 'suspended'::text, 'password_changed'::text]))),
  constraint one_session_per_token UNIQUE (token_hash),
  constraint session_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity."user"(id) ON DELETE CASCADE,
  constraint user_agent_is_bounded CHECK ((char_length(user_agent) <= 256))
);
CREATE UNIQUE INDEX one_live_session_per_device ON identity.session USING btree (device_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_live_session_per_user ON identity.session USING btree (user_id) WHERE (ended_at IS NULL);
CREATE INDEX session_ended ON identity.session USING btree (ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX session_expired ON identity.session USING btree (expires_at) WHERE (ended_at IS NULL);
CREATE INDEX session_of_user_and_device ON identity.session USING btree (user_id, device_id);

create table identity.user (
  id uuid not null,
  email text not null,
  name text not null,
  role text not null default 'fan'::text,
  language text not null,
  verified_at timestamp with time zone,
  suspended_at timestamp with time zone,
  created_at timestamp with time zone not null default platform.now(),
  changed_at timestamp with time zone not null default platform.now(),
  rehearsal_event_id uuid,
  constraint user_pkey PRIMARY KEY (id),
  constraint email_is_normalised CHECK (((email = lower(email)) AND (email ~~ '%_@_%'::text) AND (octet_length(email) <= 254))),
  constraint language_is_known CHECK ((language = ANY (ARRAY['pt-BR'::text, 'es'::text, 'en'::text]))),
  constraint name_is_bounded CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
  constraint one_account_per_email UNIQUE (email),
  constraint role_is_known CHECK ((role = ANY (ARRAY['fan'::text, 'door'::text, 'organiser'::text, 'administrator'::text]))),
  constraint user_rehearsal_event_id_fkey FOREIGN KEY (rehearsal_event_id) REFERENCES identity.rehearsal(event_id)
);
CREATE INDEX user_by_role ON identity."user" USING btree (role, id) WHERE (role <> 'fan'::text);
CREATE INDEX user_email_prefix ON identity."user" USING btree (email text_pattern_ops);
CREATE INDEX user_name_prefix ON identity."user" USING btree (lower(name) text_pattern_ops);
CREATE INDEX user_of_rehearsal ON identity."user" USING btree (rehearsal_event_id) WHERE (rehearsal_event_id IS NOT NULL);

create table identity.verification (
  id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null default platform.now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  purpose text not null,
  constraint verification_pkey PRIMARY KEY (id),
  constraint one_verification_per_token UNIQUE (token_hash),
  constraint purpose_is_known CHECK ((purpose = ANY (ARRAY['email'::text, 'password'::text]))),
  constraint verification_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity."user"(id) ON DELETE CASCADE
);
CREATE INDEX verification_expired ON identity.verification USING btree (expires_at);
CREATE INDEX verification_of_user ON identity.verification USING btree (user_id, created_at);

-- inventory -------------------------------------------------------------------------------------------

create table inventory.buyer_tally (
  event_id uuid not null,
  user_id uuid not null,
  tickets integer not null,
  ticket_limit integer not null,
  constraint buyer_tally_pkey PRIMARY KEY (event_id, user_id),
  constraint buyer_limit CHECK ((tickets <= ticket_limit)),
  constraint tally_not_negative CHECK ((tickets >= 0))
);
alter table inventory.buyer_tally set (fillfactor=70);

create table inventory.hold (
  id uuid not null,
  event_id uuid not null,
  user_id uuid not null,
  admission_id uuid,
  state text not null,
  currency text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  kept_until timestamp with time zone,
  from_promise integer not null,
  order_id uuid,
  ends_by timestamp with time zone not null,
  session_id uuid,
  constraint hold_pkey PRIMARY KEY (id),
  constraint confirmed_by_an_order CHECK (((state = 'confirmed'::text) = (order_id IS NOT NULL))),
  constraint hold_state CHECK ((state = ANY (ARRAY['held'::text, 'confirmed'::text, 'released'::text, 'expired'::text]))),
  constraint no_hold_for_ever CHECK (((kept_until <= ends_by) AND (expires_at <= ends_by))),
  constraint order_pays_for_one_hold UNIQUE (order_id),
  constraint promise_not_negative CHECK ((from_promise >= 0))
);
CREATE INDEX hold_deadline ON inventory.hold USING btree (COALESCE(kept_until, expires_at)) WHERE (state = 'held'::text);

create table inventory.hold_item (
  hold_id uuid not null,
  item_no smallint not null,
  section_id uuid not null,
  seat_id uuid,
  ticket_type_id uuid not null,
  label text not null,
  price_cents integer not null,
  live boolean not null default true,
  constraint hold_item_pkey PRIMARY KEY (hold_id, item_no),
  constraint hold_item_hold_id_fkey FOREIGN KEY (hold_id) REFERENCES inventory.hold(id),
  constraint hold_item_section_id_fkey FOREIGN KEY (section_id) REFERENCES inventory.section(id),
  constraint price_not_negative CHECK ((price_cents >= 0))
);
CREATE UNIQUE INDEX seat_sold_once ON inventory.hold_item USING btree (seat_id) WHERE live;

create table inventory.seat (
  id uuid not null,
  event_id uuid not null,
  section_id uuid not null,
  index integer not null,
  guid text not null,
  row text not null,
  number text not null,
  label text not null,
  x integer not null,
  y integer not null,
  wheelchair boolean not null,
  companion_of integer,
  state text not null default 'free'::text,
  hold_id uuid,
  constraint seat_pkey PRIMARY KEY (id),
  constraint seat_laid_out_once UNIQUE (event_id, guid),
  constraint seat_section_id_fkey FOREIGN KEY (section_id) REFERENCES inventory.section(id),
  constraint seat_state CHECK ((state = ANY (ARRAY['free'::text, 'held'::text, 'sold'::text, 'blocked'::text]))),
  constraint taken_by_a_hold CHECK (((state = ANY (ARRAY['held'::text, 'sold'::text])) = (hold_id IS NOT NULL)))
);
CREATE UNIQUE INDEX seat_of_section ON inventory.seat USING btree (section_id, index);
alter table inventory.seat set (fillfactor=70);

create table inventory.section (
  id uuid not null,
  event_id uuid not null,
  key text not null,
  name text not null,
  category text not null,
  kind text not null,
  rank integer not null,
  capacity integer not null,
  sold integer not null default 0,
  held integer not null default 0,
  blocked integer not null default 0,
  constraint section_pkey PRIMARY KEY (id),
  constraint section_event_id_fkey FOREIGN KEY (event_id) REFERENCES inventory.stock(event_id),
  constraint section_kind CHECK ((kind = ANY (ARRAY['seated'::text, 'standing'::text]))),
  constraint section_named_once UNIQUE (event_id, key),
  constraint section_never_oversold CHECK ((((sold + held) + blocked) <= capacity)),
  constraint section_not_negative CHECK (((sold >= 0) AND (held >= 0) AND (blocked >= 0)))
);
alter table inventory.section set (fillfactor=50);

create table inventory.session_tally (
  event_id uuid not null,
  session_id uuid not null,
  tickets integer not null,
  ticket_limit integer not null,
  constraint session_tally_pkey PRIMARY KEY (event_id, session_id),
  constraint session_limit CHECK ((tickets <= ticket_limit)),
  constraint session_tally_not_negative CHECK ((tickets >= 0))
);
alter table inventory.session_tally set (fillfactor=70);

create table inventory.stock (
  event_id uuid not null,
  capacity integer not null,
  sold integer not null default 0,
  held integer not null default 0,
  promised integer not null default 0,
  blocked integer not null default 0,
  seat_id_prefix text not null,
  constraint stock_pkey PRIMARY KEY (event_id),
  constraint never_oversold CHECK (((((sold + held) + promised) + blocked) <= capacity)),
  constraint stock_not_negative CHECK (((sold >= 0) AND (held >= 0) AND (promised >= 0) AND (blocked >= 0)))
);
alter table inventory.stock set (fillfactor=10);

-- notifications ---------------------------------------------------------------------------------------

create table notifications.mail (
  kind text not null,
  subject_id uuid not null,
  address text not null,
  payload jsonb not null,
  request_id text,
  state text not null default 'waiting'::text,
  tries integer not null default 0,
  due_at timestamp with time zone not null default platform.now(),
  created_at timestamp with time zone not null default platform.now(),
  sent_at timestamp with time zone,
  message_id text,
  error text,
  user_id uuid generated always as (((payload ->> 'userId'::text))::uuid) stored,
  constraint one_mail_for_one_subject PRIMARY KEY (kind, subject_id),
  constraint mail_kind_is_a_word CHECK ((kind ~ '^[a-z_]{1,40}$'::text)),
  constraint mail_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'dead'::text]))),
  constraint sent_mail_says_when CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL)))
);
CREATE INDEX mail_dead ON notifications.mail USING btree (created_at) WHERE (state = 'dead'::text);
CREATE INDEX mail_due ON notifications.mail USING btree (due_at) WHERE ((state = 'waiting'::text) AND (kind <> 'receipt'::text));
CREATE INDEX mail_of_user ON notifications.mail USING btree (user_id) WHERE (user_id IS NOT NULL);
CREATE INDEX receipt_due ON notifications.mail USING btree (due_at) WHERE ((state = 'waiting'::text) AND (kind = 'receipt'::text));

create table notifications.mailbox (
  id uuid not null,
  message_id text not null,
  to_name text not null,
  to_address text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  attachments jsonb not null,
  received_at timestamp with time zone not null default platform.now(),
  constraint mailbox_pkey PRIMARY KEY (id)
);
CREATE INDEX mailbox_by_address ON notifications.mailbox USING btree (lower(to_address), id);

-- orders ----------------------------------------------------------------------------------------------

create table orders.dispute (
  id uuid not null,
  order_id uuid not null,
  event_id uuid not null,
  payment_id uuid not null,
  amount_cents bigint not null,
  state text not null,
  opened_at timestamp with time zone not null default platform.now(),
  settled_at timestamp with time zone,
  constraint dispute_pkey PRIMARY KEY (id),
  constraint dispute_amount_positive CHECK ((amount_cents > 0)),
  constraint dispute_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders."order"(id),
  constraint dispute_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES orders.payment(id),
  constraint dispute_state CHECK ((state = ANY (ARRAY['opened'::text, 'won'::text, 'lost'::text])))
);
CREATE INDEX dispute_of_event ON orders.dispute USING btree (event_id, id);
CREATE INDEX dispute_of_order ON orders.dispute USING btree (order_id);

create table orders.evidence (
  order_id uuid not null,
  content jsonb not null,
  until timestamp with time zone not null,
  kept_since timestamp with time zone not null default platform.now(),
  constraint evidence_pkey PRIMARY KEY (order_id),
  constraint evidence_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders."order"(id)
);
CREATE INDEX evidence_over ON orders.evidence USING btree (until);

create table orders.fee_rule (
  organiser_id uuid,
  basis_points integer not null,
  cents_per_ticket bigint not null,
  min_cents bigint not null,
  max_cents bigint,
  changed_at timestamp with time zone not null default platform.now(),
  constraint fee_rule_within_bounds CHECK ((((basis_points >= 0) AND (basis_points <= 10000)) AND (cents_per_ticket >= 0) AND (min_cents >= 0) AND ((max_cents IS NULL) OR (max_cents >= min_cents)))),
  constraint one_fee_rule_per_organiser UNIQUE NULLS NOT DISTINCT (organiser_id)
);

create table orders.hold_key (
  user_id uuid not null,
  key text not null,
  body_hash bytea not null,
  hold_id uuid not null,
  created_at timestamp with time zone not null default platform.now(),
  constraint hold_key_once PRIMARY KEY (user_id, key)
);
CREATE INDEX hold_key_age ON orders.hold_key USING btree (created_at);

create table orders.idempotency_key (
  user_id uuid not null,
  key text not null,
  body_hash bytea not null,
  order_id uuid,
  created_at timestamp with time zone not null default platform.now(),
  refusal jsonb,
  constraint idempotency_key_once PRIMARY KEY (user_id, key),
  constraint key_has_one_answer CHECK (((order_id IS NULL) <> (refusal IS NULL)))
);
CREATE INDEX idempotency_key_age ON orders.idempotency_key USING btree (created_at);

create table orders.item (
  order_id uuid not null,
  item_no smallint not null,
  kind text not null,
  ticket_type_id uuid,
  product_id uuid,
  seat_id uuid,
  label text not null,
  name text not null,
  price_cents bigint not null,
  quantity integer not null,
  holder_name text,
  holder_document text,
  constraint item_pkey PRIMARY KEY (order_id, item_no),
  constraint item_is_one_thing CHECK ((((kind = 'ticket'::text) = (ticket_type_id IS NOT NULL)) AND ((kind = 'product'::text) = (product_id IS NOT NULL)))),
  constraint item_kind CHECK ((kind = ANY (ARRAY['ticket'::text, 'product'::text]))),
  constraint item_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders."order"(id),
  constraint item_price_not_negative CHECK ((price_cents >= 0)),
  constraint item_quantity_positive CHECK ((quantity > 0))
);

create table orders.order (
  id uuid not null,
  event_id uuid not null,
  user_id uuid not null,
  hold_id uuid not null,
  admission_id uuid,
  state text not null,
  currency text not null,
  total_cents bigint not null,
  email text not null,
  name text not null,
  language text not null,
  address inet not null,
  device_id uuid,
  request_id text,
  placed_at timestamp with time zone not null default platform.now(),
  payment_deadline timestamp with time zone not null,
  cancel_requested_at timestamp with time zone,
  closed_at timestamp with time zone,
  refunded_cents bigint not null default 0,
  dispute text,
  constraint order_pkey PRIMARY KEY (id),
  constraint one_order_per_hold UNIQUE (hold_id),
  constraint order_dispute CHECK ((dispute = ANY (ARRAY['opened'::text, 'won'::text, 'lost'::text]))),
  constraint order_state CHECK ((state = ANY (ARRAY['awaiting_payment'::text, 'confirmed'::text, 'payment_failed'::text, 'expired'::text, 'refunded'::text]))),
  constraint order_total_not_negative CHECK ((total_cents >= 0)),
  constraint refunded_within_total CHECK (((refunded_cents >= 0) AND (refunded_cents <= total_cents)))
);
CREATE INDEX order_deadline ON orders."order" USING btree (payment_deadline) WHERE ((state = 'awaiting_payment'::text) AND (cancel_requested_at IS NULL));
CREATE INDEX order_of_event ON orders."order" USING btree (event_id, id);
CREATE INDEX order_of_user ON orders."order" USING btree (user_id, id);
alter table orders.order set (fillfactor=80);

create table orders.payment (
  id uuid not null,
  order_id uuid not null,
  method text not null,
  amount_cents bigint not null,
  state text not null,
  pix jsonb,
  failure_reason text,
  retryable boolean,
  requested_at timestamp with time zone not null default platform.now(),
  constraint payment_pkey PRIMARY KEY (id),
  constraint payment_method CHECK ((method = ANY (ARRAY['card'::text, 'pix'::text, 'wallet'::text]))),
  constraint payment_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders."order"(id),
  constraint payment_state CHECK ((state = ANY (ARRAY['requested'::text, 'presented'::text, 'completed'::text, 'failed'::text, 'returned'::text])))
);
CREATE UNIQUE INDEX one_live_payment_per_order ON orders.payment USING btree (order_id) WHERE (state = ANY (ARRAY['requested'::text, 'presented'::text, 'completed'::text]));
CREATE INDEX payment_of_order ON orders.payment USING btree (order_id, id);
alter table orders.payment set (fillfactor=80);

create table orders.refund (
  id uuid not null,
  order_id uuid not null,
  payment_id uuid not null,
  reason text not null,
  amount_cents bigint not null,
  destination text not null,
  balance_if_refused boolean not null,
  state text not null,
  try_id uuid not null,
  tries smallint not null default 1,
  next_try_at timestamp with time zone,
  refused_because text,
  to_balance_cents bigint,
  asked_by uuid,
  key text,
  body_hash bytea,
  request_id text,
  requested_at timestamp with time zone not null default platform.now(),
  settled_at timestamp with time zone,
  operation_id uuid,
  taken_back_cents bigint not null default 0,
  constraint refund_pkey PRIMARY KEY (id),
  constraint done_refund_says_where CHECK (((state = 'done'::text) = (to_balance_cents IS NOT NULL))),
  constraint refund_amount_not_negative CHECK ((amount_cents >= 0)),
  constraint refund_destination CHECK ((destination = ANY (ARRAY['source'::text, 'balance'::text]))),
  constraint refund_key_once UNIQUE (asked_by, key),
  constraint refund_operation_id_fkey FOREIGN KEY (operation_id) REFERENCES orders.refund_operation(event_id),
  constraint refund_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders."order"(id),
  constraint refund_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES orders.payment(id),
  constraint refund_reason CHECK ((reason = ANY (ARRAY['organiser'::text, 'withdrawal'::text, 'event_cancelled'::text]))),
  constraint refund_state CHECK ((state = ANY (ARRAY['requested'::text, 'waiting'::text, 'refused'::text, 'done'::text]))),
  constraint refund_taken_back_not_negative CHECK ((taken_back_cents >= 0)),
  constraint refund_try_once UNIQUE (try_id),
  constraint refund_waits_for_its_next_try CHECK (((state = 'waiting'::text) = (next_try_at IS NOT NULL)))
);
CREATE INDEX refund_of_operation ON orders.refund USING btree (operation_id, state) WHERE (operation_id IS NOT NULL);
CREATE INDEX refund_of_order ON orders.refund USING btree (order_id, id);
CREATE INDEX refund_refused ON orders.refund USING btree (id) WHERE (state = 'refused'::text);
CREATE INDEX refund_waiting ON orders.refund USING btree (next_try_at) WHERE (state = 'waiting'::text);
alter table orders.refund set (fillfactor=80);

create table orders.refund_item (
  refund_id uuid not null,
  order_id uuid not null,
  item_no smallint not null,
  quantity integer not null,
  constraint refund_item_pkey PRIMARY KEY (refund_id, item_no),
  constraint refund_item_of_the_order FOREIGN KEY (order_id, item_no) REFERENCES orders.item(order_id, item_no),
  constraint refund_item_quantity_positive CHECK ((quantity > 0)),
  constraint refund_item_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES orders.refund(id)
);
CREATE INDEX refund_item_of_order ON orders.refund_item USING btree (order_id, item_no);

create table orders.refund_operation (
  event_id uuid not null,
  state text not null,
  asked_up_to uuid,
  started_at timestamp with time zone not null default platform.now(),
  finished_at timestamp with time zone,
  constraint refund_operation_pkey PRIMARY KEY (event_id),
  constraint finished_operation_says_when CHECK (((state = 'finished'::text) = (finished_at IS NOT NULL))),
  constraint refund_operation_state CHECK ((state = ANY (ARRAY['running'::text, 'finished'::text])))
);
CREATE INDEX refund_operation_running ON orders.refund_operation USING btree (started_at) WHERE (state = 'running'::text);
alter table orders.refund_operation set (fillfactor=50);

create table orders.refund_try_key (
  asked_by uuid not null,
  key text not null,
  body_hash bytea not null,
  created_at timestamp with time zone not null default platform.now(),
  refusal jsonb,
  constraint refund_try_key_once PRIMARY KEY (asked_by, key)
);
CREATE INDEX refund_try_key_age ON orders.refund_try_key USING btree (created_at);

-- payments --------------------------------------------------------------------------------------------

create table payments.attempt (
  id uuid not null,
  payment_id uuid not null,
  ordinal smallint not null,
  gateway text not null,
  method text not null,
  state text not null,
  reference text not null generated always as (replace((id)::text, '-'::text, ''::text)) stored,
  charge_id text,
  amount_cents bigint not null,
  currency text not null,
  token text,
  description text not null,
  decline_code text,
  detail text,
  pix_code text,
  pix_expires_at timestamp with time zone,
  deadline timestamp with time zone not null,
  request_id text,
  sent_at timestamp with time zone,
  next_look_at timestamp with time zone,
  looks smallint not null default 0,
  void_requested_at timestamp with time zone,
  created_at timestamp with time zone not null default platform.now(),
  settled_at timestamp with time zone,
  sandbox boolean not null default false,
  payer_email text,
  listed_at timestamp with time zone,
  booked_at timestamp with time zone,
  taken_cents bigint,
  taken_currency text,
  seen_to_at timestamp with time zone,
  constraint attempt_pkey PRIMARY KEY (id),
  constraint attempt_amount_positive CHECK ((amount_cents > 0)),
  constraint attempt_method CHECK ((method = ANY (ARRAY['card'::text, 'pix'::text]))),
  constraint attempt_ordinal UNIQUE (payment_id, ordinal),
  constraint attempt_state CHECK ((state = ANY (ARRAY['pending'::text, 'in_flight'::text, 'unknown'::text, 'authorized'::text, 'captured'::text, 'conflicted'::text, 'not_sent'::text, 'rejected'::text, 'declined'::text, 'throttled'::text, 'voided'::text, 'failed'::text, 'surplus'::text])))
);
CREATE INDEX attempt_due ON payments.attempt USING btree (next_look_at) WHERE (next_look_at IS NOT NULL);
CREATE INDEX attempt_not_booked ON payments.attempt USING btree (settled_at) WHERE ((state = ANY (ARRAY['captured'::text, 'conflicted'::text])) AND (booked_at IS NULL));
CREATE INDEX attempt_not_listed ON payments.attempt USING btree (gateway, created_at) WHERE ((state = 'captured'::text) AND (listed_at IS NULL));
CREATE UNIQUE INDEX one_live_or_won_attempt ON payments.attempt USING btree (payment_id) WHERE (state = ANY (ARRAY['pending'::text, 'in_flight'::text, 'unknown'::text, 'authorized'::text, 'captured'::text, 'conflicted'::text]));
alter table payments.attempt set (fillfactor=80);

create table payments.difference (
  id uuid not null,
  gateway text not null,
  kind text not null,
  reference text not null,
  payment_id uuid,
  ours jsonb not null,
  theirs jsonb not null,
  state text not null,
  found_at timestamp with time zone not null default platform.now(),
  seen_at timestamp with time zone not null default platform.now(),
  settled_at timestamp with time zone,
  note text,
  closed_by uuid,
  constraint difference_pkey PRIMARY KEY (id),
  constraint closed_by_a_person CHECK (((state = 'closed'::text) = ((closed_by IS NOT NULL) AND (note IS NOT NULL)))),
  constraint difference_kind CHECK ((kind = ANY (ARRAY['charge_state'::text, 'charge_amount'::text, 'charge_unknown'::text, 'charge_missing'::text, 'refund_state'::text, 'refund_amount'::text, 'refund_unknown'::text, 'refund_missing'::text, 'ledger_missing'::text, 'ledger_amount'::text, 'ledger_unknown'::text]))),
  constraint difference_once UNIQUE (gateway, kind, reference),
  constraint difference_state CHECK ((state = ANY (ARRAY['open'::text, 'repaired'::text, 'closed'::text]))),
  constraint open_is_not_settled CHECK (((state = 'open'::text) = (settled_at IS NULL)))
);
CREATE INDEX difference_of_gateway ON payments.difference USING btree (gateway, id);
CREATE INDEX difference_open ON payments.difference USING btree (gateway, seen_at) WHERE (state = 'open'::text);

create table payments.dispute (
  id uuid not null,
  gateway text not null,
  gateway_dispute_id text not null,
  attempt_id uuid not null,
  amount_cents bigint not null,
  state text not null,
  told text,
  opened_at timestamp with time zone not null default platform.now(),
  settled_at timestamp with time zone,
  constraint dispute_pkey PRIMARY KEY (id),
  constraint dispute_amount_positive CHECK ((amount_cents > 0)),
  constraint dispute_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES payments.attempt(id),
  constraint dispute_state CHECK ((state = ANY (ARRAY['opened'::text, 'won'::text, 'lost'::text]))),
  constraint one_dispute_per_name UNIQUE (gateway, gateway_dispute_id)
);
CREATE INDEX dispute_of_attempt ON payments.dispute USING btree (attempt_id);
CREATE INDEX dispute_untold ON payments.dispute USING btree (opened_at) WHERE (told IS DISTINCT FROM state);

create table payments.ledger_told (
  one boolean not null default true,
  until timestamp with time zone not null,
  constraint ledger_told_pkey PRIMARY KEY (one),
  constraint one_row CHECK (one)
);

create table payments.reconciliation (
  gateway text not null,
  compared_until timestamp with time zone not null,
  refunds_until timestamp with time zone,
  compared_again_at timestamp with time zone,
  disputes_listed_at timestamp with time zone,
  constraint reconciliation_pkey PRIMARY KEY (gateway)
);

create table payments.refund (
  id uuid not null,
  attempt_id uuid not null,
  payment_id uuid not null,
  amount_cents bigint not null,
  state text not null,
  reference text not null generated always as (replace((id)::text, '-'::text, ''::text)) stored,
  by_itself boolean not null default false,
  detail text,
  request_id text,
  next_look_at timestamp with time zone,
  looks smallint not null default 0,
  created_at timestamp with time zone not null default platform.now(),
  settled_at timestamp with time zone,
  listed_at timestamp with time zone,
  booked_at timestamp with time zone,
  gateway_refund_id text,
  constraint refund_pkey PRIMARY KEY (id),
  constraint refund_amount_positive CHECK ((amount_cents > 0)),
  constraint refund_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES payments.attempt(id),
  constraint refund_state CHECK ((state = ANY (ARRAY['pending'::text, 'refunded'::text, 'refused'::text])))
);
CREATE UNIQUE INDEX refund_counted_once ON payments.refund USING btree (attempt_id, gateway_refund_id);
CREATE INDEX refund_due ON payments.refund USING btree (next_look_at) WHERE (next_look_at IS NOT NULL);
CREATE INDEX refund_not_booked ON payments.refund USING btree (settled_at) WHERE ((state = 'refunded'::text) AND (booked_at IS NULL) AND (NOT by_itself));
CREATE INDEX refund_not_listed ON payments.refund USING btree (created_at) WHERE ((state = 'refunded'::text) AND (listed_at IS NULL));
CREATE INDEX refund_of_attempt ON payments.refund USING btree (attempt_id);

create table payments.webhook_event (
  gateway text not null,
  event_id text not null,
  received_at timestamp with time zone not null default platform.now(),
  constraint webhook_event_pkey PRIMARY KEY (gateway, event_id)
);
CREATE INDEX webhook_event_age ON payments.webhook_event USING btree (received_at);

-- platform --------------------------------------------------------------------------------------------

create table platform.consumer_offset (
  consumer text not null,
  channel text not null,
  partition smallint not null,
  position bigint not null,
  constraint consumer_offset_pkey PRIMARY KEY (consumer, channel, partition)
);
alter table platform.consumer_offset set (fillfactor=50);

create table platform.dead_letter (
  id bigint not null generated always as identity,
  consumer text not null,
  message_id uuid not null,
  type text not null,
  version smallint not null,
  key text not null,
  payload jsonb not null,
  request_id text,
  occurred_at timestamp with time zone not null,
  failed_at timestamp with time zone not null default statement_timestamp(),
  error text not null,
  state text not null default 'dead'::text,
  replays smallint not null default 0,
  settled_at timestamp with time zone,
  note text,
  settled_by uuid,
  constraint dead_letter_pkey PRIMARY KEY (id),
  constraint closed_with_a_note CHECK (((state = 'closed'::text) = (note IS NOT NULL))),
  constraint dead_letter_state CHECK ((state = ANY (ARRAY['dead'::text, 'replaying'::text, 'replayed'::text, 'closed'::text])))
);
CREATE INDEX dead_letter_open ON platform.dead_letter USING btree (consumer, state) WHERE (state = ANY (ARRAY['dead'::text, 'replaying'::text]));

create table platform.event_log (
  channel text not null,
  partition smallint not null,
  position bigint not null,
  message_id uuid not null,
  type text not null,
  version smallint not null,
  key text not null,
  payload json not null,
  request_id text,
  occurred_at timestamp with time zone not null,
  logged_at timestamp with time zone not null default statement_timestamp(),
  constraint event_log_pkey PRIMARY KEY (channel, partition, "position")
);
CREATE INDEX event_log_age ON platform.event_log USING brin (logged_at) WITH (autosummarize='on');
alter table platform.event_log set (autovacuum_vacuum_insert_scale_factor=0.2);

create table platform.event_partition (
  channel text not null,
  partition smallint not null,
  position bigint not null,
  constraint event_partition_pkey PRIMARY KEY (channel, partition)
);

create table platform.inbox (
  consumer text not null,
  message_id uuid not null,
  received_at timestamp with time zone not null default statement_timestamp(),
  constraint inbox_pkey PRIMARY KEY (consumer, message_id)
);
CREATE INDEX inbox_age ON platform.inbox USING brin (received_at) WITH (autosummarize='on');

create table platform.lease (
  name text not null,
  holder uuid not null,
  epoch bigint not null,
  expires_at timestamp with time zone not null,
  constraint lease_pkey PRIMARY KEY (name)
);
alter table platform.lease set (fillfactor=50);

create table platform.migration (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (name)
);

create table platform.outbox (
  id bigint not null generated always as identity,
  message_id uuid not null,
  kind text not null,
  channel text not null,
  partition smallint not null,
  type text not null,
  version smallint not null,
  key text not null,
  payload json not null,
  request_id text,
  occurred_at timestamp with time zone not null default platform.now(),
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_kind CHECK ((kind = 'command'::text))
);
CREATE INDEX outbox_waiting ON platform.outbox USING btree (kind, channel, partition, id);
alter table platform.outbox set (autovacuum_analyze_threshold=100000);
alter table platform.outbox set (autovacuum_vacuum_scale_factor=0);
alter table platform.outbox set (autovacuum_vacuum_threshold=20000);

create table platform.process (
  id uuid not null,
  service text not null,
  groups text[] not null,
  seen_at timestamp with time zone not null,
  load text not null default 'calm'::text,
  utilization real not null default 0,
  constraint process_pkey PRIMARY KEY (id),
  constraint process_load CHECK ((load = ANY (ARRAY['calm'::text, 'busy'::text, 'strained'::text, 'overwhelmed'::text])))
);

create table platform.verification (
  only_one boolean not null default true,
  checked_at timestamp with time zone not null,
  held_at timestamp with time zone,
  broken_rules integer not null,
  constraint verification_pkey PRIMARY KEY (only_one),
  constraint broken_rules_not_negative CHECK ((broken_rules >= 0)),
  constraint one_verification CHECK (only_one)
);

CREATE OR REPLACE FUNCTION platform.now()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN statement_timestamp();

-- tickets ---------------------------------------------------------------------------------------------

create table tickets.code (
  id uuid not null,
  event_id uuid not null,
  serial bytea not null,
  text text not null,
  kid text not null,
  state text not null default 'free'::text,
  pictured boolean not null,
  made_at timestamp with time zone not null default platform.now(),
  constraint code_pkey PRIMARY KEY (id),
  constraint code_made_once UNIQUE (serial),
  constraint code_serial_is_128_bits CHECK ((octet_length(serial) = 16)),
  constraint code_state_known CHECK ((state = ANY (ARRAY['free'::text, 'given'::text, 'void'::text])))
);
CREATE INDEX code_free ON tickets.code USING btree (event_id, id) WHERE (state = 'free'::text);
CREATE INDEX code_unpictured ON tickets.code USING btree (id) WHERE (NOT pictured);
alter table tickets.code set (autovacuum_vacuum_scale_factor=0);
alter table tickets.code set (autovacuum_vacuum_threshold=10000);

create table tickets.pool (
  event_id uuid not null,
  opened_at timestamp with time zone not null default platform.now(),
  ended_at timestamp with time zone,
  constraint pool_pkey PRIMARY KEY (event_id)
);

create table tickets.ticket (
  id uuid not null,
  order_id uuid not null,
  event_id uuid not null,
  user_id uuid not null,
  item_no integer not null,
  label text not null,
  ticket_type_id uuid not null,
  ticket_type_name text not null,
  holder_name text,
  holder_document text,
  proof_required boolean,
  code_id uuid not null,
  state text not null default 'valid'::text,
  issued_at timestamp with time zone not null default platform.now(),
  constraint ticket_pkey PRIMARY KEY (id),
  constraint code_serves_one_ticket UNIQUE (code_id),
  constraint ticket_has_a_code FOREIGN KEY (code_id) REFERENCES tickets.code(id),
  constraint ticket_issued_once UNIQUE (order_id, item_no),
  constraint ticket_state_known CHECK ((state = ANY (ARRAY['valid'::text, 'refunded'::text, 'revoked'::text])))
);
CREATE INDEX ticket_by_event ON tickets.ticket USING btree (event_id);
CREATE INDEX ticket_by_holder ON tickets.ticket USING btree (user_id, id);

-- waiting_room ----------------------------------------------------------------------------------------

create table waiting_room.admission (
  id uuid not null,
  event_id uuid not null,
  entry bigint not null,
  device_id uuid not null,
  user_id uuid,
  ticket_limit integer not null,
  promised_left integer not null,
  state text not null default 'open'::text,
  admitted_at timestamp with time zone not null default platform.now(),
  expires_at timestamp with time zone not null,
  constraint admission_pkey PRIMARY KEY (id),
  constraint admission_state CHECK ((state = ANY (ARRAY['open'::text, 'finished'::text, 'expired'::text]))),
  constraint admitted_once UNIQUE (event_id, entry),
  constraint closed_promises_nothing CHECK (((state = 'open'::text) OR (promised_left = 0))),
  constraint promise_within_limit CHECK (((promised_left >= 0) AND (promised_left <= ticket_limit)))
);
CREATE INDEX admission_due ON waiting_room.admission USING btree (event_id, expires_at) WHERE (state = 'open'::text);
CREATE INDEX admission_of_device ON waiting_room.admission USING btree (event_id, device_id);
CREATE INDEX admission_of_user ON waiting_room.admission USING btree (event_id, user_id);
CREATE UNIQUE INDEX one_open_admission_per_user ON waiting_room.admission USING btree (event_id, user_id) WHERE ((state = 'open'::text) AND (user_id IS NOT NULL));
alter table waiting_room.admission set (fillfactor=70);

create table waiting_room.entry (
  event_id uuid not null,
  entry bigint not null,
  id uuid not null,
  device_id uuid not null,
  user_id uuid,
  address inet not null,
  joined_at timestamp with time zone not null,
  state text not null default 'waiting'::text,
  position bigint,
  calls smallint not null default 0,
  first_called_at timestamp with time zone,
  claim_deadline timestamp with time zone,
  promised integer not null default 0,
  merged_into bigint,
  constraint entry_pkey PRIMARY KEY (event_id, entry),
  constraint called_twice_at_most CHECK (((calls >= 0) AND (calls <= 2))),
  constraint entry_state CHECK ((state = ANY (ARRAY['waiting'::text, 'called'::text, 'lapsed'::text, 'admitted'::text, 'missed'::text, 'left'::text, 'merged'::text]))),
  constraint promise_needs_a_call CHECK (((promised = 0) OR (state = ANY (ARRAY['called'::text, 'left'::text, 'merged'::text])))),
  constraint promise_not_negative CHECK ((promised >= 0))
);
CREATE UNIQUE INDEX called_in_one_position ON waiting_room.entry USING btree (event_id, "position") WHERE ("position" IS NOT NULL);
CREATE INDEX entry_lapsed ON waiting_room.entry USING btree (event_id, "position") WHERE (state = 'lapsed'::text);
CREATE INDEX entry_left_with_promise ON waiting_room.entry USING btree (event_id) WHERE ((promised > 0) AND (state <> 'called'::text));
CREATE INDEX entry_promised ON waiting_room.entry USING btree (event_id, claim_deadline) WHERE (promised > 0);
CREATE UNIQUE INDEX one_live_place_per_device ON waiting_room.entry USING btree (event_id, device_id, COALESCE(user_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE (state = ANY (ARRAY['waiting'::text, 'called'::text, 'lapsed'::text]));
CREATE UNIQUE INDEX one_live_place_per_user ON waiting_room.entry USING btree (event_id, user_id) WHERE ((user_id IS NOT NULL) AND (state = ANY (ARRAY['waiting'::text, 'called'::text, 'lapsed'::text])));
alter table waiting_room.entry set (fillfactor=80);

create table waiting_room.line (
  event_id uuid not null,
  epoch bigint not null default 0,
  state text not null default 'scheduled'::text,
  opens_at timestamp with time zone not null,
  closes_at timestamp with time zone,
  enters_from timestamp with time zone,
  draw_at_opening boolean not null,
  public_value_name text,
  over boolean not null default false,
  postponed boolean not null default false,
  next_entry bigint not null default 0,
  entries_hash bytea not null,
  draw_size bigint,
  secret bytea not null,
  secret_hash bytea not null,
  public_value text,
  seed bytea,
  drawn_at timestamp with time zone,
  serving bigint not null default 0,
  called_per_minute integer not null default 0,
  remaining integer not null default 0,
  calls_saved double precision not null default 0,
  calls_counted_at timestamp with time zone not null default platform.now(),
  paused boolean not null default false,
  rate_per_minute_max integer,
  admissions_max integer,
  postponed_at timestamp with time zone,
  held_back boolean not null default false,
  constraint line_pkey PRIMARY KEY (event_id),
  constraint admissions_max_not_negative CHECK ((admissions_max >= 0)),
  constraint clock_stands_while_postponed CHECK ((postponed = (postponed_at IS NOT NULL))),
  constraint draw_within_line CHECK (((draw_size >= 0) AND (draw_size <= next_entry))),
  constraint drawn_when_closed CHECK (((seed IS NULL) OR (draw_size IS NOT NULL))),
  constraint entries_hash_is_sha256 CHECK ((length(entries_hash) = 32)),
  constraint line_state CHECK ((state = ANY (ARRAY['scheduled'::text, 'lottery'::text, 'open'::text, 'paused'::text, 'sold_out'::text, 'closed'::text]))),
  constraint rate_not_negative CHECK ((rate_per_minute_max >= 0)),
  constraint secret_is_32_bytes CHECK ((length(secret) = 32)),
  constraint serving_within_line CHECK (((serving >= 0) AND (serving <= next_entry)))
);
CREATE INDEX line_driven ON waiting_room.line USING btree (event_id) WHERE (state <> 'closed'::text);
CREATE TRIGGER keep_order BEFORE UPDATE ON waiting_room.line FOR EACH ROW EXECUTE FUNCTION waiting_room.keep_order();
alter table waiting_room.line set (autovacuum_vacuum_scale_factor=0);
alter table waiting_room.line set (autovacuum_vacuum_threshold=1000);
alter table waiting_room.line set (fillfactor=50);

CREATE OR REPLACE FUNCTION waiting_room.keep_order()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.serving < old.serving or new.next_entry < old.next_entry or new.epoch < old.epoch then
    raise exception 'a line does not go back' using errcode = 'check_violation', constraint = 'serving_never_falls';
  end if;
  if (old.draw_size is not null and new.draw_size is distinct from old.draw_size) or (old.seed is not null and new.seed is distinct from old.seed) then
    raise exception 'a draw happens once' using errcode = 'check_violation', constraint = 'drawn_once';
  end if;
  return new;
end $function$;

-- wallet ----------------------------------------------------------------------------------------------

create table wallet.account (
  id uuid not null,
  kind text not null,
  owner text not null,
  currency character(3) not null,
  debits_pending bigint not null default 0,
  debits_posted bigint not null default 0,
  credits_pending bigint not null default 0,
  credits_posted bigint not null default 0,
  created_at timestamp with time zone not null default platform.now(),
  constraint account_pkey PRIMARY KEY (id),
  constraint account_kind CHECK ((kind = ANY (ARRAY['buyer'::text, 'payee'::text, 'gateway'::text, 'platform'::text]))),
  constraint available_never_negative CHECK (((debits_pending + debits_posted) <= credits_posted)),
  constraint counters_kept_for_buyers_only CHECK (((kind = 'buyer'::text) OR ((debits_pending = 0) AND (debits_posted = 0) AND (credits_pending = 0) AND (credits_posted = 0)))),
  constraint counters_never_negative CHECK ((LEAST(debits_pending, debits_posted, credits_pending, credits_posted) >= 0)),
  constraint one_account_per_owner UNIQUE (kind, owner, currency)
);
alter table wallet.account set (fillfactor=70);

create view wallet.account_balance (
  id uuid,
  kind text,
  owner text,
  currency character(3),
  balance_cents bigint,
  frozen_cents bigint
);

create table wallet.books_told (
  one boolean not null default true,
  until timestamp with time zone not null,
  constraint books_told_pkey PRIMARY KEY (one),
  constraint one_row CHECK (one)
);

create table wallet.cancelled_event (
  event_id uuid not null,
  heard_at timestamp with time zone not null default platform.now(),
  constraint cancelled_event_pkey PRIMARY KEY (event_id)
);

create table wallet.checkpoint (
  account_id uuid not null,
  at timestamp with time zone not null,
  debits_posted bigint not null,
  credits_posted bigint not null,
  debits_pending bigint not null,
  credits_pending bigint not null,
  constraint checkpoint_pkey PRIMARY KEY (account_id, at)
);

create table wallet.closing (
  only_one boolean not null default true,
  closed_until timestamp with time zone not null,
  constraint closing_pkey PRIMARY KEY (only_one),
  constraint one_closing CHECK (only_one)
);

create table wallet.conflict (
  payment_id uuid not null,
  attempt_id uuid not null,
  gateway text not null,
  amount_cents bigint not null,
  currency text not null,
  state text not null,
  refund_id uuid,
  disputed_cents bigint not null default 0,
  taken_back_cents bigint not null default 0,
  note text,
  decided_by uuid,
  arisen_at timestamp with time zone not null default platform.now(),
  settled_at timestamp with time zone,
  constraint conflict_pkey PRIMARY KEY (payment_id),
  constraint closed_by_a_person_with_a_note CHECK (((state <> 'closed'::text) OR ((note IS NOT NULL) AND (decided_by IS NOT NULL)))),
  constraint conflict_amount_not_negative CHECK ((amount_cents >= 0)),
  constraint conflict_disputed_not_negative CHECK ((disputed_cents >= 0)),
  constraint conflict_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES wallet.payment(id),
  constraint conflict_state CHECK ((state = ANY (ARRAY['open'::text, 'returning'::text, 'refused'::text, 'returned'::text, 'closed'::text, 'taken_back'::text]))),
  constraint conflict_taken_back_not_negative CHECK ((taken_back_cents >= 0)),
  constraint settled_conflict_says_when CHECK (((settled_at IS NOT NULL) = (state = ANY (ARRAY['returned'::text, 'closed'::text, 'taken_back'::text])))),
  constraint way_back_has_a_name CHECK (((state <> ALL (ARRAY['returning'::text, 'refused'::text, 'returned'::text])) OR (refund_id IS NOT NULL)))
);
CREATE INDEX conflict_undecided ON wallet.conflict USING btree (payment_id) WHERE (settled_at IS NULL);

create table wallet.dispute (
  id uuid not null,
  payment_id uuid not null,
  amount_cents bigint not null,
  state text not null,
  opened_at timestamp with time zone not null default platform.now(),
  constraint dispute_pkey PRIMARY KEY (id),
  constraint dispute_amount_positive CHECK ((amount_cents > 0)),
  constraint dispute_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES wallet.payment(id),
  constraint dispute_state CHECK ((state = ANY (ARRAY['opened'::text, 'won'::text, 'lost'::text])))
);
CREATE INDEX dispute_of_payment ON wallet.dispute USING btree (payment_id);
CREATE INDEX dispute_open ON wallet.dispute USING btree (payment_id) WHERE (state = 'opened'::text);

create view wallet.entry (
  transfer_id uuid,
  payment_id uuid,
  flag text,
  code text,
  created_at timestamp with time zone,
  account_id uuid,
  amount_cents bigint
);

create view wallet.event_entry (
  account_id uuid,
  event_id uuid,
  created_at timestamp with time zone,
  amount_cents bigint,
  kind text
);

create table wallet.event_total (
  account_id uuid not null,
  event_id uuid,
  captured_cents bigint not null,
  refunded_cents bigint not null,
  fee_cents bigint not null,
  other_cents bigint not null,
  constraint one_total_per_event UNIQUE NULLS NOT DISTINCT (account_id, event_id)
);

create table wallet.gateway_payout (
  id uuid not null,
  gateway text not null,
  number integer not null,
  currency character(3) not null,
  gross_cents bigint not null,
  fee_cents bigint not null,
  net_cents bigint not null,
  reference text not null,
  value_date date not null,
  note text not null,
  made_by uuid not null,
  created_at timestamp with time zone not null default platform.now(),
  reversed_at timestamp with time zone,
  reversed_by uuid,
  reversal_note text,
  constraint gateway_payout_pkey PRIMARY KEY (id),
  constraint payout_adds_up CHECK (((fee_cents >= 0) AND (gross_cents = (fee_cents + net_cents)) AND ((gross_cents <> 0) OR (fee_cents <> 0)))),
  constraint payout_number_once UNIQUE (gateway, number),
  constraint reversal_is_whole CHECK ((num_nulls(reversed_at, reversed_by, reversal_note) = ANY (ARRAY[0, 3])))
);
CREATE UNIQUE INDEX payout_reference_once ON wallet.gateway_payout USING btree (gateway, reference) WHERE (reversed_at IS NULL);

create table wallet.gateway_payout_transfer (
  transfer_id uuid not null,
  payout_id uuid not null,
  constraint gateway_payout_transfer_pkey PRIMARY KEY (transfer_id),
  constraint gateway_payout_transfer_payout_id_fkey FOREIGN KEY (payout_id) REFERENCES wallet.gateway_payout(id)
);
CREATE INDEX transfer_of_payout ON wallet.gateway_payout_transfer USING btree (payout_id);

create table wallet.idempotency_key (
  user_id uuid not null,
  key text not null,
  fingerprint bytea not null,
  payment_id uuid,
  created_at timestamp with time zone not null default platform.now(),
  refusal jsonb,
  constraint idempotency_key_pkey PRIMARY KEY (user_id, key),
  constraint key_has_one_answer CHECK (((payment_id IS NULL) <> (refusal IS NULL)))
);
CREATE INDEX idempotency_key_age ON wallet.idempotency_key USING btree (created_at);

create table wallet.kept_request (
  asked_by uuid not null,
  key text not null,
  fingerprint bytea not null,
  answer json,
  refusal json,
  created_at timestamp with time zone not null default platform.now(),
  constraint kept_request_once PRIMARY KEY (asked_by, key),
  constraint kept_request_has_one_answer CHECK (((answer IS NULL) OR (refusal IS NULL)))
);

create table wallet.payee (
  id uuid not null,
  name text not null,
  description text not null default ''::text,
  retired_at timestamp with time zone,
  created_at timestamp with time zone not null default platform.now(),
  version integer not null default 1,
  constraint payee_pkey PRIMARY KEY (id)
);

create table wallet.payment (
  id uuid not null,
  purpose_kind text not null,
  purpose_id uuid not null,
  payer_id uuid not null,
  payee_id uuid,
  amount_cents bigint not null,
  from_wallet_cents bigint not null,
  currency character(3) not null,
  method text not null,
  deadline timestamp with time zone not null,
  state text not null,
  pix jsonb,
  failure jsonb,
  cancel_reason text,
  unfreeze_at timestamp with time zone,
  gateway text,
  attempt_id uuid,
  captured_cents bigint not null default 0,
  refunded_cents bigint not null default 0,
  refunding_cents bigint not null default 0,
  late boolean not null default false,
  created_at timestamp with time zone not null default platform.now(),
  sandbox boolean not null default false,
  fee_cents bigint not null default 0,
  fee_taken_cents bigint not null default 0,
  event_id uuid,
  description text not null default ''::text,
  parties jsonb not null default '{}'::jsonb,
  completed_at timestamp with time zone,
  receipt_year integer,
  receipt_number integer,
  disputed_cents bigint not null default 0,
  bought_nothing boolean not null default false,
  constraint payment_pkey PRIMARY KEY (id),
  constraint balance_part_within_amount CHECK (((from_wallet_cents >= 0) AND (from_wallet_cents <= amount_cents))),
  constraint captured_within_amount CHECK (((captured_cents >= 0) AND (captured_cents <= amount_cents))),
  constraint completed_in_whole CHECK (((state <> 'completed'::text) OR (captured_cents = amount_cents))),
  constraint disputed_not_negative CHECK ((disputed_cents >= 0)),
  constraint fee_taken_within_fee CHECK (((fee_taken_cents >= 0) AND (fee_taken_cents <= fee_cents))),
  constraint fee_within_amount CHECK (((fee_cents >= 0) AND (fee_cents <=
CASE
    WHEN (payee_id IS NULL) THEN (0)::bigint
    ELSE amount_cents
END))),
  constraint payee_unless_top_up CHECK (((payee_id IS NULL) = (purpose_kind = 'top_up'::text))),
  constraint payment_method CHECK ((method = ANY (ARRAY['card'::text, 'pix'::text, 'wallet'::text]))),
  constraint payment_purpose CHECK ((purpose_kind = ANY (ARRAY['order'::text, 'top_up'::text, 'service'::text]))),
  constraint payment_state CHECK ((state = ANY (ARRAY['awaiting_gateway'::text, 'presented'::text, 'cancelling'::text, 'completed'::text, 'failed'::text, 'cancelled'::text, 'conflicted'::text, 'refunded'::text]))),
  constraint receipt_has_year_and_number CHECK (((receipt_year IS NULL) = (receipt_number IS NULL))),
  constraint receipt_of_completed_payment CHECK (((receipt_number IS NULL) OR (completed_at IS NOT NULL))),
  constraint refunded_within_captured CHECK (((refunded_cents >= 0) AND (refunding_cents >= 0) AND ((refunded_cents + refunding_cents) <= captured_cents)))
);
CREATE UNIQUE INDEX one_live_payment_per_purpose ON wallet.payment USING btree (purpose_kind, purpose_id) WHERE (state = ANY (ARRAY['awaiting_gateway'::text, 'presented'::text, 'cancelling'::text, 'completed'::text, 'conflicted'::text]));
CREATE INDEX payment_frozen ON wallet.payment USING btree (unfreeze_at) WHERE (unfreeze_at IS NOT NULL);
CREATE INDEX payment_of_payer ON wallet.payment USING btree (payer_id, id);
CREATE INDEX payment_open ON wallet.payment USING btree (deadline) WHERE (state = ANY (ARRAY['awaiting_gateway'::text, 'presented'::text]));
CREATE INDEX payment_without_receipt ON wallet.payment USING btree (completed_at, id) WHERE ((completed_at IS NOT NULL) AND (receipt_number IS NULL) AND (amount_cents > 0) AND (NOT sandbox));
CREATE UNIQUE INDEX receipt_number_once ON wallet.payment USING btree (payee_id, receipt_year, receipt_number) NULLS NOT DISTINCT WHERE (receipt_number IS NOT NULL);
alter table wallet.payment set (fillfactor=70);

create table wallet.receipt_series (
  payee_id uuid,
  year integer not null,
  last_number integer not null,
  constraint one_series_per_payee_and_year UNIQUE NULLS NOT DISTINCT (payee_id, year)
);

create table wallet.refund (
  id uuid not null,
  payment_id uuid not null,
  amount_cents bigint not null,
  to_gateway_cents bigint not null,
  to_wallet_cents bigint not null,
  reason text not null,
  state text not null,
  created_at timestamp with time zone not null default platform.now(),
  credit_if_refused boolean not null default true,
  constraint refund_pkey PRIMARY KEY (id),
  constraint refund_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES wallet.payment(id),
  constraint refund_split_adds_up CHECK (((amount_cents > 0) AND (to_gateway_cents >= 0) AND (to_wallet_cents >= 0) AND (amount_cents = (to_gateway_cents + to_wallet_cents)))),
  constraint refund_state CHECK ((state = ANY (ARRAY['requested'::text, 'refunded'::text, 'credited'::text, 'refused'::text])))
);
CREATE INDEX refund_of_payment ON wallet.refund USING btree (payment_id);
CREATE INDEX refund_underway ON wallet.refund USING btree (payment_id) WHERE (state = 'requested'::text);

create table wallet.settlement (
  id uuid not null,
  owner_id uuid not null,
  number integer not null,
  currency character(3) not null,
  amount_cents bigint not null,
  reference text not null,
  covered_until timestamp with time zone not null,
  made_by uuid not null,
  created_at timestamp with time zone not null default platform.now(),
  constraint settlement_pkey PRIMARY KEY (id),
  constraint settlement_amount_positive CHECK ((amount_cents > 0)),
  constraint settlement_number_once UNIQUE (owner_id, number)
);

create table wallet.settlement_line (
  settlement_id uuid not null,
  event_id uuid,
  carried_cents bigint not null,
  captured_cents bigint not null,
  refunded_cents bigint not null,
  fee_cents bigint not null,
  other_cents bigint not null,
  paid_cents bigint not null,
  constraint one_line_per_event UNIQUE NULLS NOT DISTINCT (settlement_id, event_id),
  constraint settlement_line_settlement_id_fkey FOREIGN KEY (settlement_id) REFERENCES wallet.settlement(id)
);

create table wallet.transfer (
  id uuid not null,
  flag text not null,
  code text not null,
  payment_id uuid,
  pending_id uuid,
  debit_account_id uuid not null,
  credit_account_id uuid not null,
  amount_cents bigint not null,
  timeout_at timestamp with time zone,
  created_at timestamp with time zone not null default platform.now(),
  constraint transfer_pkey PRIMARY KEY (id),
  constraint resolution_names_its_pending_transfer CHECK (((flag = ANY (ARRAY['posted'::text, 'pending'::text])) = (pending_id IS NULL))),
  constraint settlement_without_payment CHECK (((payment_id IS NULL) = (code = ANY (ARRAY['settlement'::text, 'payout'::text, 'gateway_fee'::text, 'payout_reversal'::text])))),
  constraint timeout_of_pending_transfer CHECK (((timeout_at IS NULL) OR (flag = 'pending'::text))),
  constraint transfer_amount_positive CHECK ((amount_cents > 0)),
  constraint transfer_between_two_accounts CHECK ((debit_account_id <> credit_account_id)),
  constraint transfer_code CHECK ((code = ANY (ARRAY['capture'::text, 'payment'::text, 'top_up'::text, 'refund'::text, 'chargeback'::text, 'conflict'::text, 'conflict_refund'::text, 'conflict_closing'::text, 'loss'::text, 'fee'::text, 'fee_refund'::text, 'settlement'::text, 'payout'::text, 'gateway_fee'::text, 'payout_reversal'::text]))),
  constraint transfer_flag CHECK ((flag = ANY (ARRAY['posted'::text, 'pending'::text, 'post_pending'::text, 'void_pending'::text, 'expire_pending'::text])))
);
CREATE UNIQUE INDEX pending_transfer_resolved_once ON wallet.transfer USING btree (pending_id) WHERE (pending_id IS NOT NULL);
CREATE INDEX transfer_by_time ON wallet.transfer USING brin (created_at) WITH (pages_per_range='16', autosummarize='on');
CREATE INDEX transfer_of_credit_account_by_time ON wallet.transfer USING btree (credit_account_id, created_at, id);
CREATE INDEX transfer_of_debit_account_by_time ON wallet.transfer USING btree (debit_account_id, created_at, id);
CREATE INDEX transfer_of_payment ON wallet.transfer USING btree (payment_id);
