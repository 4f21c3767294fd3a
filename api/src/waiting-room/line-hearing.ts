import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Catalog, EventCancelled, EventChanged, EventClosed, EventPostponed, EventPublished } from '#catalog';
import { Consumers } from '#platform';
import { LineSchedule } from './line-schedule.js';

/** What the line hears from the catalog. */
@Injectable()
export class LineHearing implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly catalog: Catalog,
    private readonly schedule: LineSchedule,
  ) {}

  onModuleInit(): void {
    this.consumers.events('waiting-room', [EventPublished, EventChanged, EventPostponed, EventCancelled, EventClosed], async (messages) => {
      const eventIds = [...new Set(messages.map(({ key }) => key))];
      // What this process remembers of them may be from before the change that the message tells of.
      for (const eventId of eventIds) this.catalog.forget(eventId);
      await this.schedule.sync(eventIds);
    });
  }
}
