import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Access, Answers, ClientAddress, CurrentUser, type Principal, RateLimit, Shed } from '#platform';
import { networkOf } from './attempt.js';
import { passwordBody, resetBody, resetRequestBody } from './identity.schemas.js';
import { resetPage, sendPage } from './mail-page.js';
import { PasswordChange } from './password-change.js';
import { PasswordReset } from './password-reset.js';

// Each may send a mail; a town that shares an address forgets fewer passwords than that.
const RESETS_PER_ADDRESS_PER_MINUTE = 30;

@ApiTags('Identity')
@Controller()
@Shed('late')
export class PasswordController {
  constructor(
    private readonly passwordChange: PasswordChange,
    private readonly passwordReset: PasswordReset,
    private readonly rateLimit: RateLimit,
  ) {}

  @Post('me/password')
  @Access('signed-in')
  @Answers(204, undefined, 'The password is changed; the session stays.')
  async change(@CurrentUser() principal: Principal, @Body({ schema: passwordBody }) body: z.infer<typeof passwordBody>, @ClientAddress() address: string) {
    await this.passwordChange.change(principal, body, address);
  }

  @Post('auth/password-reset')
  @Access('public')
  @Answers(202, undefined, 'A mail is on its way if there is such an account.')
  async requestReset(@Body({ schema: resetRequestBody }) { email }: z.infer<typeof resetRequestBody>, @ClientAddress() address: string) {
    this.rateLimit.spend(`identity.password_reset ${networkOf(address)}`, RESETS_PER_ADDRESS_PER_MINUTE);
    await this.passwordReset.request(email);
  }

  @Get('auth/reset-password')
  @Access('public')
  @Answers(200, undefined, 'The page that the link in the mail opens.', 'text/html')
  async resetPage(@Res() reply: FastifyReply) {
    await sendPage(reply, resetPage);
  }

  @Post('auth/reset-password')
  @Access('public')
  @Answers(204, undefined, 'The password is set; every session has ended.')
  async reset(@Body({ schema: resetBody }) { token, password }: z.infer<typeof resetBody>) {
    await this.passwordReset.reset(token, password);
  }
}
