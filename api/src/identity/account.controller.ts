import { Body, Controller, Get, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Access, Answers, CurrentUser, type Principal, Shed } from '#platform';
import { Accounts } from './accounts.js';
import { profileBody, userAnswer, userView, verifyEmailBody } from './identity.schemas.js';
import { sendPage, verifyPage } from './mail-page.js';
import { Verifications } from './verifications.js';

@ApiTags('Identity')
@Controller()
@Shed('late')
export class AccountController {
  constructor(
    private readonly accounts: Accounts,
    private readonly verifications: Verifications,
  ) {}

  @Get('me')
  @Access('signed-in')
  @Shed('never')
  @Answers(200, userAnswer)
  async me(@CurrentUser() { userId }: Principal) {
    return { user: userView(await this.accounts.get(userId)) };
  }

  @Patch('me')
  @Access('signed-in')
  @Answers(200, userAnswer)
  async change(@CurrentUser() { userId }: Principal, @Body({ schema: profileBody }) body: z.infer<typeof profileBody>) {
    return { user: userView(await this.accounts.changeProfile(userId, body)) };
  }

  @Post('me/verification')
  @Access('signed-in')
  @Answers(202, undefined, 'Another mail with a link is on its way.')
  async requestVerification(@CurrentUser() { userId }: Principal) {
    await this.verifications.requestAgain(userId);
  }

  @Get('auth/verify-email')
  @Access('public')
  @Answers(200, undefined, 'The page that the link in the mail opens.', 'text/html')
  async verifyPage(@Res() reply: FastifyReply) {
    await sendPage(reply, verifyPage);
  }

  @Post('auth/verify-email')
  @Access('public')
  @Shed('never')
  @Answers(204, undefined, 'The address is proven.')
  async verifyEmail(@Body({ schema: verifyEmailBody }) { token }: z.infer<typeof verifyEmailBody>) {
    await this.verifications.confirm(token);
  }
}
