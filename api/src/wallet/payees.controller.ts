import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, Answers, ClientAddress, CurrentUser, type Principal, Shed } from '#platform';
import type { Payee } from './payee.repository.js';
import { payeeAnswer, payeeBody, payeeChanges, payeePath, payeesAnswer, payeesQuery } from './payee.schemas.js';
import { Payees } from './payees.js';

const view = ({ retiredAt, ...payee }: Payee): z.infer<typeof payeeAnswer> => ({ ...payee, ...(retiredAt && { retiredAt: retiredAt.toISOString() }) });

/** Whom services may be paid to: seen by everybody, maintained by administrators. */
@ApiTags('Wallet')
@Controller('payees')
@Access(['administrator'])
@Shed('late')
export class PayeesController {
  constructor(private readonly payees: Payees) {}

  @Get()
  @Access('public')
  @Shed('first')
  @Answers(200, payeesAnswer, 'Those that may be paid, by name.')
  async list(@Query({ schema: payeesQuery }) { cursor, limit }: z.infer<typeof payeesQuery>) {
    const { items, ...page } = await this.payees.page({ retired: false, after: cursor, limit });
    return { items: items.map(view), ...page };
  }

  @Get('all')
  @Answers(200, payeesAnswer, 'The retired ones, too.')
  async all(@Query({ schema: payeesQuery }) { cursor, limit }: z.infer<typeof payeesQuery>) {
    const { items, ...page } = await this.payees.page({ retired: true, after: cursor, limit });
    return { items: items.map(view), ...page };
  }

  @Post()
  @Answers(201, payeeAnswer)
  async add(@CurrentUser() { userId }: Principal, @ClientAddress() address: string, @Body({ schema: payeeBody }) body: z.infer<typeof payeeBody>) {
    return view(await this.payees.add({ userId, address }, body));
  }

  @Patch(':payeeId')
  @Answers(200, payeeAnswer)
  async edit(@CurrentUser() { userId }: Principal, @ClientAddress() address: string, @Param({ schema: payeePath }) { payeeId }: z.infer<typeof payeePath>, @Body({ schema: payeeChanges }) body: z.infer<typeof payeeChanges>) {
    return view(await this.payees.edit({ userId, address }, payeeId, body));
  }

  @Delete(':payeeId')
  @Answers(204, undefined, 'Nobody pays it from now on.')
  retire(@CurrentUser() { userId }: Principal, @ClientAddress() address: string, @Param({ schema: payeePath }) { payeeId }: z.infer<typeof payeePath>) {
    return this.payees.retire({ userId, address }, payeeId);
  }
}
