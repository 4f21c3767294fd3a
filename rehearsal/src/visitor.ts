import { setTimeout as delay } from 'node:timers/promises';
import type { Figures, Step } from './figures.ts';
import { isProvoked } from './provoked.ts';
import { type Answer, type Call, ConnectionTorn, jsonOf, type Line } from './transport.ts';

export interface Told<Body> {
  status: number;
  body: Body;
  /** When the answer was there. */
  atMs: number;
  /** When the request that it answers was sent. */
  sentMs: number;
  raw: Answer;
}

/** What no fan should ever meet, for the report. */
export interface Trouble {
  what: string;
  count: number;
}

/** Kinds of trouble that are kept; more than these tell nobody anything new. */
const TROUBLES_MAX = 50;
/** Who is told "come again" comes again, as often as a person would. */
const TRIES_MAX = 12;
const AGAIN_MS_MAX = 5_000;
const AGAIN_MS = 500;

export class Troubles {
  private readonly kinds = new Map<string, number>();

  add(what: string): void {
    if (this.kinds.size < TROUBLES_MAX || this.kinds.has(what)) this.kinds.set(what, (this.kinds.get(what) ?? 0) + 1);
  }

  list(): Trouble[] {
    return [...this.kinds].map(([what, count]) => ({ what, count }));
  }
}

/** Nobody answered, however often they asked. */
export class NobodyAnswers extends Error {}

/** Somebody with a line and, perhaps, an account: what their browser sends with everything, and how it behaves when an answer fails to come. */
export class Visitor {
  private device: string | undefined;
  private readonly line: Line;
  private readonly token: string | undefined;
  private readonly figures: Figures;
  private readonly troubles: Troubles;
  private readonly provokes: boolean;

  /** `provokes`: a bot, who is refused for good reasons, and for whom nobody has to keep anything free. */
  constructor(line: Line, token: string | undefined, figures: Figures, troubles: Troubles, provokes = false) {
    this.provokes = provokes;
    this.line = line;
    this.token = token;
    this.figures = figures;
    this.troubles = troubles;
  }

  /**
   * Asks until there is an answer that means something. What is broken or shed is asked again, with the same headers, hence the same
   * Idempotency-Key. Time is taken from when the fan meant to ask, over all tries.
   */
  async ask<Body>(step: Step, call: Call, meantMs = performance.now()): Promise<Told<Body>> {
    for (let tries = 1; ; tries += 1) {
      const told = await this.once<Body>(step, tries === 1 ? call : withoutBreak(call), meantMs);
      if (told !== null && told.status !== 503 && told.status !== 429) return told;
      if (tries >= TRIES_MAX) throw new NobodyAnswers(`${step}: no answer after ${tries} tries`);
      await delay(told === null ? AGAIN_MS : againAfterMs(told.raw));
    }
  }

  /** One try; null when the connection broke. */
  async once<Body>(step: Step, call: Call, meantMs = performance.now()): Promise<Told<Body> | null> {
    const sentMs = performance.now();
    try {
      const raw = await this.line.send({ ...call, headers: this.headersOf(call) });
      const atMs = performance.now();
      this.device ??= headerOf(raw, 'x-device');
      this.figures.answered(step, raw.status);
      const body = isJson(raw) ? jsonOf<Body>(raw) : ({} as Body);
      const { code } = body as { code?: string };
      if (raw.status === 503 || raw.status === 429) this.figures.sheds(step, code ?? String(raw.status), this.provokes);
      else this.figures.took(step, meantMs, atMs);
      this.complain(step, raw, code);
      return { status: raw.status, body, atMs, sentMs, raw };
    } catch (error) {
      if (error instanceof ConnectionTorn) return null;
      this.figures.count('broken');
      this.troubles.add(`${step}: ${(error as Error).message}`);
      return null;
    }
  }

  close(): Promise<void> {
    return this.line.slow ? this.line.close() : Promise.resolve();
  }

  /** By its kind, without what differs from one to the next: a thousand refusals for one reason are one line of the report. */
  private complain(step: Step, { status, bytes }: Answer, code: string | undefined): void {
    if (status >= 500 && status !== 503) this.troubles.add(`${step}: ${status} ${code ?? bytes.toString('utf8', 0, 200)}`);
    const refused = status >= 400 && status < 500 && status !== 429;
    if (refused && !this.provokes && !isProvoked(step, code)) this.troubles.add(`${step}: ${status} ${code ?? 'without a code'}`);
  }

  private headersOf({ headers, body }: Call): Record<string, string> {
    return {
      ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }),
      ...(this.device !== undefined && { 'x-device': this.device }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    };
  }
}

function withoutBreak(call: Call): Call {
  const { breakAfterMs: _, ...whole } = call;
  return whole;
}

/** Large answers that a fan may not need parsed (a seat map) come compressed and stay so. */
function isJson(raw: Answer): boolean {
  return raw.headers['content-encoding'] === undefined && /json/.test(headerOf(raw, 'content-type') ?? '');
}

function headerOf({ headers }: Answer, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function againAfterMs(raw: Answer): number {
  const seconds = Number(headerOf(raw, 'retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(AGAIN_MS_MAX, seconds * 1_000) : AGAIN_MS;
}
