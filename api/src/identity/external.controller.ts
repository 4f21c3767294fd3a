import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Access, Answers, CurrentDevice, type Device, negotiateLanguage, Shed, SignedTokens } from '#platform';
import { ExternalSignIn } from './external-sign-in.js';
import { ThirdPartyRefused } from './identity.errors.js';
import { externalQuery } from './identity.schemas.js';
import { returnPath } from './return-path.js';
import { originOf, SessionCookie } from './session-cookie.js';
import { type AttemptSecrets, ThirdParty } from './third-party.js';

const PURPOSE = 'identity.third_party_attempt';
// Typing a password and a second factor at the third party takes minutes, not hours.
const ATTEMPT_SECONDS = 10 * 60;

/** Where the browser was going stays with it, under our signature: bound to the attempt, and in no address that the third party sees or anybody can write. */
interface Attempt extends AttemptSecrets {
  returnTo?: string | null;
}

/** Signing in by a third party, for browsers: there and back by redirects. */
@ApiTags('Identity')
@Controller('auth/oidc')
@Access('public')
@Shed('never')
export class ExternalController {
  constructor(
    private readonly thirdParty: ThirdParty,
    private readonly externalSignIn: ExternalSignIn,
    private readonly tokens: SignedTokens,
    private readonly cookie: SessionCookie,
  ) {}

  @Get()
  @Answers(302, undefined, 'To the third party, and from there back to `return`, a page of this site. 404 identity.third_party_not_configured where there is none.')
  async begin(@Query({ schema: externalQuery }) query: z.infer<typeof externalQuery>, @Res() reply: FastifyReply) {
    const { url, secrets } = await this.thirdParty.begin();
    const attempt: Attempt = { ...secrets, returnTo: returnPath(query.return) };
    const token = this.tokens.sign(PURPOSE, { ...attempt }, new Date(Date.now() + ATTEMPT_SECONDS * 1_000));
    this.cookie.setAttempt(reply, token, ATTEMPT_SECONDS);
    await reply.header('cache-control', 'no-store').redirect(url, 302);
  }

  @Get('callback')
  @Answers(302, undefined, 'Back to the box office, signed in.')
  async callback(@CurrentDevice() device: Device, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const kept = this.cookie.takeAttempt(request, reply);
    if (kept === undefined) throw new ThirdPartyRefused();
    const { returnTo, ...secrets } = this.tokens.verify<Attempt>(PURPOSE, kept);
    const person = await this.thirdParty.complete(request.url.split('?')[1] ?? '', secrets);
    const language = negotiateLanguage(request.headers['accept-language']);
    this.cookie.set(reply, await this.externalSignIn.enter(person, language, originOf(request, device.id)));
    await reply.header('cache-control', 'no-store').redirect(returnTo ?? '/', 302);
  }
}
