import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Access, Answers, CurrentDevice, CurrentUser, type Device, negotiateLanguage, OpenToRehearsals, type Principal, Shed } from '#platform';
import { Accounts } from './accounts.js';
import { sessionAnswer, signedInAnswer, signInBody, signUpBody, transportQuery, userView } from './identity.schemas.js';
import { LiveSessions } from './live-sessions.js';
import { originOf, SessionCookie } from './session-cookie.js';
import { SignIn, type SignedInUser } from './sign-in.js';

type Transport = z.infer<typeof transportQuery>;

@ApiTags('Identity')
@Controller('auth')
@Shed('never')
export class AuthController {
  constructor(
    private readonly ways: SignIn,
    private readonly accounts: Accounts,
    private readonly liveSessions: LiveSessions,
    private readonly cookie: SessionCookie,
  ) {}

  @Post('sign-up')
  @Access('public')
  @Shed('late')
  @Answers(201, signedInAnswer, 'A new account, signed in.')
  async signUp(
    @Body({ schema: signUpBody }) body: z.infer<typeof signUpBody>,
    @Query({ schema: transportQuery }) { transport }: Transport,
    @CurrentDevice() device: Device,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const language = body.language ?? negotiateLanguage(request.headers['accept-language']);
    return this.answer(await this.ways.signUp({ ...body, language }, originOf(request, device.id)), transport, reply);
  }

  @Post('sign-in')
  @Access('public')
  @Answers(201, signedInAnswer, 'A new session; one elsewhere has ended.')
  async signIn(
    @Body({ schema: signInBody }) body: z.infer<typeof signInBody>,
    @Query({ schema: transportQuery }) { transport }: Transport,
    @CurrentDevice() device: Device,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(await this.ways.signIn(body, originOf(request, device.id)), transport, reply);
  }

  @Post('sign-out')
  @Access('recognised')
  @OpenToRehearsals()
  @Answers(204, undefined, 'The session has ended, if there was one.')
  async signOut(@CurrentUser() principal: Principal | null, @Res({ passthrough: true }) reply: FastifyReply) {
    if (principal) await this.liveSessions.signOut(principal);
    this.cookie.clear(reply);
  }

  @Get('session')
  @Access('signed-in')
  @OpenToRehearsals()
  @Answers(200, sessionAnswer)
  async session(@CurrentUser() { userId, sessionId }: Principal) {
    return { user: userView(await this.accounts.get(userId)), ...(await this.liveSessions.describe(sessionId)) };
  }

  private answer(signedIn: SignedInUser, transport: Transport['transport'], reply: FastifyReply) {
    const user = userView(signedIn.user);
    if (transport === 'token') return { user, token: signedIn.session.token };
    this.cookie.set(reply, signedIn);
    return { user };
  }
}
