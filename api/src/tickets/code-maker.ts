import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BlobStore, Database, newId } from '#platform';
import { CodeRepository, type NewCode } from './code.repository.js';
import { qrSvg } from './qr.js';
import { makeTicketCode } from './ticket-code.js';
import { TicketKeys } from './ticket-keys.js';

// A code with its picture takes 0.1 ms, so other requests wait 2 ms at most.
const TURN = 20;
/** One insert; also how much a pool gains before the job looks at the others again. */
export const MADE_MAX = 500;

/** Where a code's QR code lies in the bucket. */
export function pictureKey(eventId: string, codeId: string): string {
  return `codes/${eventId}/${codeId}.svg`;
}

/** Makes codes for pools, and the pictures of their QR codes. */
@Injectable()
export class CodeMaker {
  constructor(
    private readonly database: Database,
    private readonly codes: CodeRepository,
    private readonly blobs: BlobStore,
    private readonly keys: TicketKeys,
  ) {}

  /** Codes of a key that was removed make room for new ones. */
  async discardUnverifiable(): Promise<void> {
    await this.codes.voidStrangers(this.database.reads, this.keys.kids);
  }

  /** Pictures first, then the codes: whoever takes a pictured code finds its picture in the bucket. Returns how many, at most MADE_MAX. */
  async make(eventId: string, count: number, pictured: boolean): Promise<number> {
    const made: NewCode[] = [];
    while (made.length < Math.min(count, MADE_MAX)) {
      const some = Array.from({ length: Math.min(TURN, count - made.length) }, () => ({ id: newId(), ...makeTicketCode(this.keys, eventId) }));
      if (pictured) await this.picture(some);
      made.push(...some);
      await nextTurn();
    }
    await this.codes.add(this.database.reads, made, 'free', pictured);
    return made.length;
  }

  /** Makes pictures of codes that were made in a hurry. Returns how many: as many as `count` means there may be more. */
  async catchUp(count: number): Promise<number> {
    const unpictured = await this.codes.unpictured(this.database.reads, count);
    for (let at = 0; at < unpictured.length; at += TURN) {
      await this.picture(unpictured.slice(at, at + TURN));
      await nextTurn();
    }
    if (unpictured.length > 0) await this.codes.markPictured(this.database.reads, unpictured.map(({ id }) => id));
    return unpictured.length;
  }

  private async picture(codes: readonly { id: string; eventId: string; text: string }[]): Promise<void> {
    await Promise.all(codes.map(({ id, eventId, text }) => this.blobs.put(pictureKey(eventId, id), qrSvg(text))));
  }
}
