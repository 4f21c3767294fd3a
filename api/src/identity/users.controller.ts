import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, Answers, ClientAddress, CurrentUser, type Principal, Shed } from '#platform';
import { Accounts } from './accounts.js';
import { accountAnswer, accountsAnswer, administerBody, userId, usersQuery } from './identity.schemas.js';

/** Accounts, for administrators. */
@ApiTags('Identity')
@Controller('users')
@Access(['administrator'])
@Shed('late')
export class UsersController {
  constructor(private readonly accounts: Accounts) {}

  @Get()
  @Answers(200, accountsAnswer, 'Newest first; `search` is the beginning of an e-mail or a name.')
  list(@Query({ schema: usersQuery }) { cursor, ...filter }: z.infer<typeof usersQuery>) {
    return this.accounts.list({ ...filter, before: cursor });
  }

  @Get(':userId')
  @Answers(200, accountAnswer)
  get(@Param({ schema: userId }) params: z.infer<typeof userId>) {
    return this.accounts.get(params.userId);
  }

  @Patch(':userId')
  @Answers(200, accountAnswer, 'Suspending ends the sessions at once.')
  administer(
    @Param({ schema: userId }) params: z.infer<typeof userId>,
    @Body({ schema: administerBody }) body: z.infer<typeof administerBody>,
    @CurrentUser() principal: Principal,
    @ClientAddress() address: string,
  ) {
    return this.accounts.administer(params.userId, body, { userId: principal.userId, address });
  }
}
