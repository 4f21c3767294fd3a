import { Injectable } from '@nestjs/common';
import { Catalog } from '#catalog';
import { AuditTrail, Database, type Principal } from '#platform';
import { drawAlgorithm } from './draw.js';
import { EntryRepository } from './entry.repository.js';
import { drawOf, type LineRow, LineRepository, type LineSettings, positionOf, stateNow } from './line.repository.js';
import { EntriesNotClosed, LineNotFound, PublicValueRefused } from './waiting-room.errors.js';

/** Of a published list, 10,000 entries are some 700 KB. */
const entriesPerPage = 10_000;
/** Draws of this many shows: a few hundred bytes each. */
const rememberedMax = 1_000;

/** What is published about the draw, and what the organiser sees and sets. */
@Injectable()
export class LineOffice {
  /** Draws that have taken place. They never change, and at the opening everybody asks for one at the same moment. */
  readonly #drawn = new Map<string, ReturnType<typeof published>>();

  constructor(
    private readonly database: Database,
    private readonly lines: LineRepository,
    private readonly entries: EntryRepository,
    private readonly catalog: Catalog,
    private readonly audit: AuditTrail,
  ) {}

  /** All that is needed to recompute the draw; the secret only after it. @throws LineNotFound */
  async draw(eventId: string) {
    const known = this.#drawn.get(eventId);
    if (known) return known;
    const line = await this.#line(eventId);
    const draw = published(line);
    if (line.seed) {
      if (this.#drawn.size >= rememberedMax) this.#drawn.clear();
      this.#drawn.set(eventId, draw);
    }
    return draw;
  }

  /** The list of those who are drawn, once nobody is added to it any more. @throws LineNotFound, EntriesNotClosed */
  async drawEntries(eventId: string, from: number) {
    const line = await this.#line(eventId);
    if (line.drawSize === null) throw new EntriesNotClosed();
    const draw = drawOf(line);
    const until = Math.min(line.drawSize, from + entriesPerPage);
    const items = await this.entries.list(this.database.reads, eventId, from, until);
    return {
      final: line.seed !== null,
      page: {
        items: items.map(({ entry, id }) => ({ entry, id, position: positionOf(line, draw, entry) })),
        ...(until < line.drawSize && { nextCursor: String(until) }),
      },
    };
  }

  /** @throws EventNotFound, LineNotFound */
  async look(principal: Principal, eventId: string) {
    await this.catalog.mayMaintain(principal, eventId);
    return settingsOf(await this.#line(eventId));
  }

  /** @throws EventNotFound, LineNotFound, PublicValueRefused */
  async change(principal: Principal, address: string, eventId: string, { publicValue, ...settings }: LineSettings & { publicValue?: string | undefined }) {
    await this.catalog.mayMaintain(principal, eventId);
    await this.#line(eventId);
    await this.database.transaction(async (tx) => {
      await this.lines.change(tx, eventId, settings);
      if (publicValue !== undefined && !(await this.lines.takePublicValue(tx, eventId, publicValue))) throw new PublicValueRefused();
      const data = { ...settings, ...(publicValue !== undefined && { publicValue }) };
      await this.audit.append(tx, { actor: principal.userId, action: 'waiting-room.change_line', target: `event:${eventId}`, data, personal: { address } });
    });
    return settingsOf(await this.#line(eventId));
  }

  async #line(eventId: string): Promise<LineRow> {
    const line = await this.lines.find(this.database.reads, eventId);
    if (!line) throw new LineNotFound();
    return line;
  }
}

function published(line: LineRow) {
  return {
    algorithm: drawAlgorithm,
    size: line.drawSize,
    entriesHash: line.drawSize === null ? null : line.entriesHash.toString('hex'),
    secretHash: line.secretHash.toString('hex'),
    ...(line.publicValueName !== null && { publicValueName: line.publicValueName }),
    ...(line.seed && {
      secret: line.secret.toString('hex'),
      ...(line.publicValue !== null && { publicValue: line.publicValue }),
      seed: line.seed.toString('hex'),
      drawnAt: line.drawnAt!.toISOString(),
    }),
  };
}

function settingsOf(line: LineRow) {
  return {
    state: stateNow(line),
    opensAt: line.opensAt.toISOString(),
    entries: line.nextEntry,
    serving: line.serving,
    waiting: line.nextEntry - line.serving,
    calledPerMinute: line.calledPerMinute,
    heldBack: line.heldBack,
    remaining: line.remaining,
    ratePerMinuteMax: line.ratePerMinuteMax,
    admissionsMax: line.admissionsMax,
    paused: line.paused,
    publicValueName: line.publicValueName,
    publicValue: line.publicValue,
  };
}
