import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, Answers, ClientAddress, CurrentUser, type Principal, Shed } from '#platform';
import { Audit } from './audit.js';
import { auditAnswer, auditQuery, chainAnswer, chainQuery, entryView, forgottenAnswer, personParams } from './audit.schemas.js';

/** Who did what to what, for administrators (S1.14). */
@ApiTags('Audit')
@Controller('audit')
@Access(['administrator'])
@Shed('late')
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @Get()
  @Answers(200, auditAnswer, 'Newest first.')
  async list(@Query({ schema: auditQuery }) { cursor, ...filter }: z.infer<typeof auditQuery>) {
    const { items, ...page } = await this.audit.page({ ...filter, before: cursor });
    return { items: items.map(entryView), ...page };
  }

  @Get('chain')
  @Answers(200, chainAnswer, 'Up to 10,000 entries from `from` on, recomputed; `nextFrom` where there are more.')
  async verify(@Query({ schema: chainQuery }) { from }: z.infer<typeof chainQuery>) {
    const { head, ...report } = await this.audit.verify(from);
    return { ...report, head: { sequence: head.sequence, hash: head.hash.toString('hex') } };
  }

  @Delete('people/:userId/personal')
  @Answers(200, forgottenAnswer, 'What was kept of a person beside the chain is deleted; the chain stays whole.')
  async forget(@Param({ schema: personParams }) { userId }: z.infer<typeof personParams>, @CurrentUser() principal: Principal, @ClientAddress() address: string) {
    return { entries: await this.audit.forgetPerson(userId, { userId: principal.userId, address }) };
  }
}
