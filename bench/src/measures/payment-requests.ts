import type { BoxOffice } from '../office/box-office.ts';

/** What the wallet is asked to take, by the message that orders, top-ups and services send it. */
export interface PaymentRequest {
  paymentId: string;
  purpose: 'top_up' | 'service';
  payerUserId: string;
  /** Null for a top-up. */
  payeeAccount: string | null;
  amountCents: number;
  method: 'card' | 'wallet';
}

/** A window long enough for whatever a round leaves waiting. */
const WINDOW = '10 minutes';

/** Writes the commands in one statement, as a batch of orders writes them with its commit, and says that they are there. */
export async function requestPayments({ database }: BoxOffice, requests: readonly PaymentRequest[]): Promise<void> {
  const column = <Key extends keyof PaymentRequest>(key: Key) => requests.map((request) => request[key]);
  await database.query(
    `insert into platform.outbox (kind, channel, partition, message_id, type, version, key, payload)
     select 'command', 'wallet', nth % 8, gen_random_uuid(), 'wallet.request_payment', 1, id, jsonb_build_object(
       'paymentId', id, 'purpose', jsonb_build_object('kind', purpose, 'id', id), 'payerUserId', payer, 'payeeAccount', payee, 'amountCents', amount, 'currency', 'BRL', 'method', method,
       'fromWalletCents', case method when 'wallet' then amount else 0 end, 'deadline', to_char((platform.now() + $7::interval) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
       'buyer', '{}'::jsonb, 'description', 'Bench') || case method when 'card' then '{"token": "tok_ok"}'::jsonb else '{}' end
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[]) with ordinality as request (id, purpose, payer, payee, amount, method, nth) order by nth`,
    [column('paymentId'), column('purpose'), column('payerUserId'), column('payeeAccount'), column('amountCents'), column('method'), WINDOW],
  );
  await database.query(`select pg_notify('catraca_signal', 'command:wallet')`);
}
