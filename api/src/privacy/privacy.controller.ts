import { Body, Controller, Delete, Get, Header, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Access, Answers, ClientAddress, CurrentUser, Devices, type Principal, Shed } from '#platform';
import { deletionAnswer, deletionBody } from './privacy.schemas.js';
import { Privacy } from './privacy.js';

/** What people may ask for by the law (LGPD, art. 18). */
@ApiTags('Identity')
@Controller('me')
@Access('signed-in')
export class PrivacyController {
  constructor(
    private readonly privacy: Privacy,
    private readonly devices: Devices,
  ) {}

  @Get('export')
  @Shed('first')
  @Header('cache-control', 'no-store')
  @Header('content-disposition', 'attachment; filename="catraca.json"')
  @Answers(200, undefined, 'Everything that is kept about whoever asks: a list a kind, as one JSON document, for who has signed in within ten minutes. Twice a minute at most.', 'application/json')
  async export(@CurrentUser() principal: Principal) {
    return new StreamableFile(await this.privacy.export(principal), { type: 'application/json; charset=utf-8' });
  }

  @Delete()
  @Shed('late')
  @Answers(200, deletionAnswer, 'The account is gone, with its sessions, and its owner is told so by mail; what law wants kept stays without the person. The browser or app is a new device from now on (`X-Device`). Refused while something is being paid, refunded or disputed or was tried within two days, while there are tickets of shows to come, and where money would be lost.')
  async delete(
    @CurrentUser() principal: Principal,
    @Body({ schema: deletionBody }) body: z.infer<typeof deletionBody>,
    @ClientAddress() address: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const kept = await this.privacy.deleteAccount(principal, body, address);
    // What its next user does on it must not lead to who is gone.
    this.devices.give(request, reply);
    return { keptForDisputes: kept && { orders: kept.orders, until: kept.until.toISOString() } };
  }
}
