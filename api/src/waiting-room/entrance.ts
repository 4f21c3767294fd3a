import { Injectable } from '@nestjs/common';
import { Catalog, type SaleTerms } from '#catalog';
import { Doorkeeper, type Visitor } from './doorkeeper.js';
import { type JoinedPlace, Joining } from './joining.js';
import { LineMetrics } from './line-metrics.js';
import { ServingBoard } from './serving-board.js';
import { LineNotFound } from './waiting-room.errors.js';

/** Entering and leaving the line. */
@Injectable()
export class Entrance {
  constructor(
    private readonly board: ServingBoard,
    private readonly catalog: Catalog,
    private readonly doorkeeper: Doorkeeper,
    private readonly joining: Joining,
    private readonly metrics: LineMetrics,
  ) {}

  /** A fresh place, or the one the visitor has. @throws LineNotFound, LineNotOpen, LineClosed, and what Doorkeeper throws */
  async join(eventId: string, visitor: Visitor, solution: string | undefined): Promise<JoinedPlace> {
    const terms = await this.#terms(eventId);
    await this.doorkeeper.admit(terms, visitor, solution);
    const { place, fresh } = await this.joining.join(eventId, {
      deviceId: visitor.deviceId,
      userId: visitor.principal?.userId ?? null,
      address: visitor.address,
    });
    this.metrics.joined(fresh);
    return place;
  }

  /** Gives up the visitor's place and any admission that came of it; done when there is none. */
  async leave(eventId: string, visitor: Visitor): Promise<void> {
    await this.#terms(eventId);
    await this.joining.leave(eventId, visitor.deviceId, visitor.principal?.userId ?? null);
  }

  async challenge(eventId: string, deviceId: string) {
    await this.#terms(eventId);
    return this.doorkeeper.challenge(eventId, deviceId);
  }

  async #terms(eventId: string): Promise<SaleTerms> {
    const terms = (await this.board.line(eventId)) && (await this.catalog.saleTerms([eventId])).get(eventId);
    if (!terms) throw new LineNotFound();
    return terms;
  }
}
