import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { Ticket } from './ticket.js';

export type NewTicket = Omit<Ticket, 'state' | 'issuedAt' | 'code'>;

interface TicketRow {
  id: string;
  order_id: string;
  event_id: string;
  user_id: string;
  item_no: number;
  label: string;
  ticket_type_id: string;
  ticket_type_name: string;
  holder_name: string | null;
  holder_document: string | null;
  proof_required: boolean | null;
  state: Ticket['state'];
  issued_at: Date;
  code_id: string;
  code: string;
}

const selection = sql`
  ticket.id, order_id, ticket.event_id, user_id, item_no, label, ticket_type_id, ticket_type_name, holder_name, holder_document, proof_required,
  ticket.state, issued_at, code_id, code.text as code
  from tickets.ticket join tickets.code on code.id = ticket.code_id`;

/** SQL over tickets. */
@Injectable()
export class TicketRepository {
  async add(tx: Tx, tickets: readonly NewTicket[]): Promise<void> {
    const column = <Key extends keyof NewTicket>(key: Key) => tickets.map((ticket) => ticket[key]);
    await sql`
      insert into tickets.ticket (id, order_id, event_id, user_id, item_no, label, ticket_type_id, ticket_type_name, holder_name, holder_document, proof_required, code_id)
      select * from unnest(
        ${column('id')}::uuid[], ${column('orderId')}::uuid[], ${column('eventId')}::uuid[], ${column('userId')}::uuid[],
        ${column('itemNo')}::integer[], ${column('label')}::text[], ${column('ticketTypeId')}::uuid[], ${column('ticketTypeName')}::text[],
        ${tickets.map(({ holder }) => holder?.name ?? null)}::text[], ${tickets.map(({ holder }) => holder?.cpf ?? null)}::text[],
        ${column('proofRequired')}::boolean[], ${column('codeId')}::uuid[])`.execute(tx);
  }

  async find(tx: Tx, ids: readonly string[]): Promise<Ticket[]> {
    const { rows } = await sql<TicketRow>`select ${selection} where ticket.id = any(${ids}::uuid[]) order by order_id, item_no`.execute(tx);
    return rows.map(toTicket);
  }

  async ofOrders(tx: Tx, orderIds: readonly string[]): Promise<Ticket[]> {
    const { rows } = await sql<TicketRow>`select ${selection} where order_id = any(${orderIds}::uuid[]) order by order_id, item_no`.execute(tx);
    return rows.map(toTicket);
  }

  /** The newest first; `before` is the last id of the page before. */
  async ofHolder(tx: Tx, userId: string, before: string | null, limit: number): Promise<Ticket[]> {
    const { rows } = await sql<TicketRow>`
      select ${selection} where user_id = ${userId}::uuid and (${before}::uuid is null or ticket.id < ${before}::uuid)
      order by ticket.id desc limit ${limit}`.execute(tx);
    return rows.map(toTicket);
  }

  /** Ends those of the tickets that are valid. */
  async end(tx: Tx, tickets: readonly { orderId: string; itemNo: number }[], state: 'refunded' | 'revoked'): Promise<void> {
    await sql`
      update tickets.ticket set state = ${state}
      where (order_id, item_no) in (select * from unnest(${tickets.map(({ orderId }) => orderId)}::uuid[], ${tickets.map(({ itemNo }) => itemNo)}::int[])) and state = 'valid'`.execute(tx);
  }
}

function toTicket(row: TicketRow): Ticket {
  return {
    id: row.id,
    orderId: row.order_id,
    eventId: row.event_id,
    userId: row.user_id,
    itemNo: row.item_no,
    label: row.label,
    ticketTypeId: row.ticket_type_id,
    ticketTypeName: row.ticket_type_name,
    holder: row.holder_name === null ? null : { name: row.holder_name, cpf: row.holder_document },
    proofRequired: row.proof_required,
    state: row.state,
    issuedAt: row.issued_at,
    codeId: row.code_id,
    code: row.code,
  };
}
