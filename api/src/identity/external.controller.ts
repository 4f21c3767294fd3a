import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Access, Answers, Config, CurrentDevice, type Device, DomainError, negotiateLanguage, Shed, SignedTokens } from '#platform';
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
    private readonly config: Config,
  ) {}

  @Get()
  @Answers(302, undefined, 'To the third party, and from there back to `return`, a page of this site. 404 identity.third_party_not_configured where there is none.')
  async begin(@Query({ schema: externalQuery }) query: z.infer<typeof externalQuery>, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const returnTo = returnPath(query.return);
    try {
      const { url, secrets } = await this.thirdParty.begin();
      const attempt: Attempt = { ...secrets, returnTo };
      const token = this.tokens.sign(PURPOSE, { ...attempt }, new Date(Date.now() + ATTEMPT_SECONDS * 1_000));
      this.cookie.setAttempt(reply, token, ATTEMPT_SECONDS);
      await goTo(reply, url);
    } catch (error) {
      await this.refused(error, returnTo, request, reply);
    }
  }

  @Get('callback')
  @Answers(302, undefined, 'Back to where the browser was going, signed in; a browser that is refused, to the page for signing in.')
  async callback(@CurrentDevice() device: Device, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const kept = this.cookie.takeAttempt(request, reply);
    let returnTo: string | null = null;
    try {
      if (kept === undefined) throw new ThirdPartyRefused();
      const { returnTo: wished, ...secrets } = this.tokens.verify<Attempt>(PURPOSE, kept);
      returnTo = wished ?? null;
      const person = await this.thirdParty.complete(request.url.split('?')[1] ?? '', secrets);
      const language = negotiateLanguage(request.headers['accept-language']);
      this.cookie.set(reply, await this.externalSignIn.enter(person, language, originOf(request, device.id)));
      await goTo(reply, returnTo ?? '/');
    } catch (error) {
      await this.refused(error, returnTo, request, reply);
    }
  }

  /** Somebody changed their mind over there, or is not let in: where there are pages people are told so on one, and are still on their way. */
  private async refused(error: unknown, returnTo: string | null, { headers }: FastifyRequest, reply: FastifyReply): Promise<void> {
    const showsPages = this.config.webUrl !== null && (headers.accept ?? '').includes('text/html');
    if (!(error instanceof DomainError) || !showsPages) throw error;
    const query = new URLSearchParams({ refused: error.code, ...(returnTo !== null && { return: returnTo }) });
    await goTo(reply, `/sign-in?${query.toString()}`);
  }
}

async function goTo(reply: FastifyReply, address: string): Promise<void> {
  await reply.header('cache-control', 'no-store').redirect(address, 302);
}
