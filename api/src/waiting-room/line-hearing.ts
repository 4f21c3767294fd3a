import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Catalog, EventCancelled, EventChanged, EventClosed, EventPostponed, EventPublished, type SaleStanding, SaleStates, type SaleStateSource } from '#catalog';
import { Consumers } from '#platform';
import { LineSchedule } from './line-schedule.js';
import { ServingBoard } from './serving-board.js';

/** What the line hears from the catalog, and what the catalog hears from the line. */
@Injectable()
export class LineHearing implements OnModuleInit, SaleStateSource {
  constructor(
    private readonly consumers: Consumers,
    private readonly catalog: Catalog,
    private readonly saleStates: SaleStates,
    private readonly schedule: LineSchedule,
    private readonly board: ServingBoard,
  ) {}

  onModuleInit(): void {
    this.saleStates.provide(this);
    this.consumers.events('waiting-room', [EventPublished, EventChanged, EventPostponed, EventCancelled, EventClosed], async (messages) => {
      const eventIds = [...new Set(messages.map(({ key }) => key))];
      // What this process remembers of them may be from before the change that the message tells of.
      for (const eventId of eventIds) this.catalog.forget(eventId);
      await this.schedule.sync(eventIds);
    });
  }

  async of(eventIds: string[]): Promise<Map<string, SaleStanding>> {
    const lines = await this.board.going(eventIds);
    return new Map(lines.map(({ row, state }) => [row.eventId, { state, remaining: row.remaining }]));
  }
}
