import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, Answers, AuditTrail, ClientAddress, CurrentUser, Database, type Principal, Shed } from '#platform';
import { EvidenceRepository } from './evidence.repository.js';
import { EvidenceNotFound } from './orders.errors.js';
import { evidenceAnswer, orderPath } from './orders.schemas.js';

/** What answers a dispute about the order of somebody whose account is deleted. */
@ApiTags('Orders')
@Controller('orders/:orderId/evidence')
@Access(['administrator'])
@Shed('late')
export class EvidenceController {
  constructor(
    private readonly database: Database,
    private readonly evidence: EvidenceRepository,
    private readonly audit: AuditTrail,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @Answers(200, evidenceAnswer, 'Who bought by card or Pix, from where and for whom, kept for disputes after the buyer\'s account was deleted. Whoever reads it stands in the audit log.')
  async find(@Param({ schema: orderPath }) { orderId }: z.infer<typeof orderPath>, @CurrentUser() { userId }: Principal, @ClientAddress() address: string) {
    const found = await this.database.transaction(async (tx) => {
      const kept = await this.evidence.find(tx, orderId);
      if (kept) await this.audit.append(tx, { actor: userId, action: 'orders.read_evidence', target: `order:${orderId}`, data: {}, personal: { address } });
      return kept;
    });
    if (!found) throw new EvidenceNotFound({ orderId });
    return { orderId, ...found.content, placedAt: new Date(found.content.placedAt).toISOString(), until: found.until.toISOString() };
  }
}
