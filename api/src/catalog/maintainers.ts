import { createParamDecorator, Injectable, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AuditTrail, type DomainError, type Principal, type Tx } from '#platform';
import { findOrganisersOf } from './terms.repository.js';

/** Who edits, and from where. */
export interface Editor {
  /** A user's id, or `system`. */
  actor: string;
  administrator: boolean;
  address: string;
}

/** The house itself, at its first start. */
export const house: Editor = { actor: 'system', administrator: true, address: '' };

/** The signed-in editor of a request; the route's access rule has let in organisers and administrators only. */
export const CurrentEditor = createParamDecorator((_: unknown, context: ExecutionContext): Editor => {
  const request = context.switchToHttp().getRequest<FastifyRequest & { principal: Principal }>();
  return { actor: request.principal.userId, administrator: request.principal.role === 'administrator', address: request.ip };
});

/** Who may maintain what, and the trail of what they did. */
@Injectable()
export class Maintainers {
  constructor(private readonly audit: AuditTrail) {}

  /** Administrators and members of the organiser pass; for all others the thing does not exist: @throws `otherwise` */
  async admit(tx: Tx, editor: Editor, organiserId: string, otherwise: DomainError): Promise<void> {
    if (editor.administrator) return;
    if (!(await findOrganisersOf(tx, editor.actor)).includes(organiserId)) throw otherwise;
  }

  /** Writes the act down in the transaction that does it. */
  async record(tx: Tx, editor: Editor, act: { action: string; target: string; data: Record<string, unknown> }): Promise<void> {
    await this.audit.append(tx, { actor: editor.actor, action: `catalog.${act.action}`, target: act.target, data: act.data, personal: { address: editor.address } });
  }
}
