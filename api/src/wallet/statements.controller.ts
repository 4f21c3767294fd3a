import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Access, Answers, CurrentUser, type Principal, Shed } from '#platform';
import { wantsCsv } from './csv.js';
import { organiserPath } from './organiser.schemas.js';
import { accountPath, accountsAnswer, accountsQuery, statementAnswer, statementQuery } from './statement.schemas.js';
import { statementCsv, statementView } from './statement-views.js';
import { type Period, type Stated, Statements } from './statements.js';

type StatementQuery = z.infer<typeof statementQuery>;
const described = 'The balance before and after, the days with their sums, and the movements, oldest first, page by page. With `Accept: text/csv` all of it as one CSV file.';

async function answer(stated: Stated, { cursor, limit }: StatementQuery, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  void reply.header('vary', 'accept').header('cache-control', 'private, no-store');
  if (!wantsCsv(request)) {
    await reply.type('application/json; charset=utf-8').send(await statementView(stated, cursor, limit));
    return;
  }
  const { from, to } = stated.period;
  await reply.type('text/csv; charset=utf-8; header=present').header('content-disposition', `attachment; filename="statement-${from}-${to}.csv"`).send(statementCsv(stated));
}

/** What moved an account and what it held: for its owner, and every account's for administrators. */
@ApiTags('Statements')
@Controller()
@Shed('first')
export class StatementsController {
  constructor(private readonly statements: Statements) {}

  @Get('wallet/statement')
  @Access('signed-in')
  @Answers(200, statementAnswer, described)
  async mine(@CurrentUser() user: Principal, @Query({ schema: statementQuery }) query: StatementQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await answer(await this.statements.ofBuyer(user, periodOf(query)), query, request, reply);
  }

  @Get('organisers/:organiserId/statement')
  @Access(['organiser'])
  @Answers(200, statementAnswer, described)
  async organisers(
    @CurrentUser() user: Principal,
    @Param({ schema: organiserPath }) { organiserId }: z.infer<typeof organiserPath>,
    @Query({ schema: statementQuery }) query: StatementQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await answer(await this.statements.ofOrganiser(user, organiserId, periodOf(query)), query, request, reply);
  }

  @Get('ledger/accounts')
  @Access(['administrator'])
  @Answers(200, accountsAnswer, 'The accounts of a kind, by owner.')
  async accounts(@Query({ schema: accountsQuery }) { kind, owner, cursor, limit }: z.infer<typeof accountsQuery>) {
    const { items, ...page } = await this.statements.accounts({ kind, owner }, cursor, limit);
    return { items: items.map(({ createdAt, ...account }) => ({ ...account, createdAt: createdAt.toISOString() })), ...page };
  }

  @Get('ledger/accounts/:accountId/statement')
  @Access(['administrator'])
  @Answers(200, statementAnswer, described)
  async any(@Param({ schema: accountPath }) { accountId }: z.infer<typeof accountPath>, @Query({ schema: statementQuery }) query: StatementQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await answer(await this.statements.ofAccount(accountId, periodOf(query)), query, request, reply);
  }
}

const DEFAULT_DAYS = 30;
const DAY_MS = 86_400_000;

/** The days that were asked for, or the last thirty as they are in the zone. */
function periodOf({ from, to, timezone }: StatementQuery): Period {
  const dateOf = (at: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: timezone }).format(at);
  return { from: from ?? dateOf(Date.now() - (DEFAULT_DAYS - 1) * DAY_MS), to: to ?? dateOf(Date.now()), timezone };
}
