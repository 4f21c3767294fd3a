import { Injectable } from '@nestjs/common';
import { Catalog } from '#catalog';
import { type ClaimOutcome, Claiming } from './claiming.js';
import type { Visitor } from './doorkeeper.js';
import { retryAfterMs } from './line.js';
import { LineMetrics } from './line-metrics.js';
import { LineTokens } from './line-tokens.js';
import { type BoardLine, ServingBoard } from './serving-board.js';
import { LineClosed, LineNotFound, LineSoldOut, NotYet, PlaceLeft, PlaceNotYours, TurnMissed } from './waiting-room.errors.js';

export interface GrantedAdmission {
  admissionToken: string;
  expiresAt: string;
  ticketLimit: number;
}

/** Claiming one's turn. */
@Injectable()
export class Turns {
  constructor(
    private readonly board: ServingBoard,
    private readonly catalog: Catalog,
    private readonly tokens: LineTokens,
    private readonly claiming: Claiming,
    private readonly metrics: LineMetrics,
  ) {}

  /**
   * The admission of a called place; the owner's repeat gives the same one.
   * @throws TokenRefused, LineNotFound, PlaceNotYours, NotYet, LineSoldOut, LineClosed, TurnMissed, PlaceLeft
   */
  async claim(eventId: string, lineToken: string, { deviceId, principal }: Visitor): Promise<GrantedAdmission> {
    const claims = this.tokens.verifyPlace(eventId, lineToken);
    const line = await this.board.line(eventId);
    const terms = line && (await this.catalog.saleTerms([eventId])).get(eventId);
    if (!line || !terms) throw new LineNotFound();
    const position = this.board.position(line, claims.entry);
    // Whoever asks before the turn is answered from memory, however often.
    const outcome: ClaimOutcome =
      position === null || position >= line.row.serving
        ? beforeTheTurn(line)
        : await this.claiming.claim({ claims, deviceId, userId: principal?.userId ?? null, admissionSeconds: terms.admissionSeconds });
    this.metrics.claimed(outcome.kind);
    if (outcome.kind === 'admitted') {
      const { admission } = outcome;
      return { admissionToken: this.tokens.signAdmission(admission), expiresAt: admission.expiresAt.toISOString(), ticketLimit: admission.ticketLimit };
    }
    const ahead = position === null ? line.row.nextEntry : position - line.row.serving;
    throw refusal(outcome.kind, retryAfterMs(ahead, line.row.calledPerMinute, terms.claimSeconds));
  }
}

function beforeTheTurn({ state }: BoardLine): ClaimOutcome {
  return { kind: state === 'sold_out' || state === 'closed' ? state : 'not_yet' };
}

function refusal(kind: Exclude<ClaimOutcome['kind'], 'admitted'>, waitMs: number): Error {
  switch (kind) {
    case 'not_yet':
      return new NotYet({ retryAfterMs: waitMs });
    case 'missed':
      return new TurnMissed();
    case 'left':
      return new PlaceLeft();
    case 'sold_out':
      return new LineSoldOut();
    case 'closed':
      return new LineClosed();
    case 'not_yours':
      return new PlaceNotYours();
  }
}
