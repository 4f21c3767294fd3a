import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Admission, noteOrder, type OrderTold, type Place } from './fan.ts';
import type { OrderSeen, Story } from './story.ts';
import type { Call } from './transport.ts';
import { type Told, Visitor } from './visitor.ts';
import type { World } from './world.ts';

/** What bots tried, and what they got. */
export interface BotFindings {
  /** Claims before the turn; whether one succeeded too early is seen from the serving number like a fan's. */
  jumpers: { bots: number; claims: number };
  /** Pairs in which the second used, or claimed with, what was the first one's. */
  replayers: { pairs: number; tries: number; succeeded: number };
  tamperers: { bots: number; tries: number; succeeded: number };
  greedy: { bots: number; tries: number; ticketsMax: number; overLimit: number };
  tabs: { tabs: number; places: number };
  devices: { devices: number; places: number; refusals: Record<string, number> };
}

const CLAIM_EVERY_MS = 500;
/** Enough to ask from before the opening until well into the sale. */
const CLAIMS_MAX = 60;
/** Requests of one bot with many tabs that are under way at the same time. */
const AT_ONCE_MAX = 100;

type Refusable<Body> = Body & { code?: string };

/** Everything that bots do in one rehearsal. They ask as often as they like and never mind an answer. */
export class Bots {
  readonly findings: BotFindings = {
    jumpers: { bots: 0, claims: 0 },
    replayers: { pairs: 0, tries: 0, succeeded: 0 },
    tamperers: { bots: 0, tries: 0, succeeded: 0 },
    greedy: { bots: 0, tries: 0, ticketsMax: 0, overLimit: 0 },
    tabs: { tabs: 0, places: 0 },
    devices: { devices: 0, places: 0, refusals: {} },
  };
  readonly stories: Story[] = [];
  private readonly world: World;
  private readonly tokens: string[];

  /** `tokens` are accounts, as many as `botAccounts` says. */
  constructor(world: World, tokens: string[]) {
    this.world = world;
    this.tokens = [...tokens];
  }

  /** Comes with the opening and resolves when the last has given up. */
  async run(): Promise<void> {
    const { jumpers, replayers, tamperers, greedy, tabs, devices } = this.world.scenario.bots;
    const times = (count: number, act: () => Promise<void>): Promise<void>[] => Array.from({ length: count }, act);
    await Promise.all([
      ...times(jumpers, () => this.jump(this.token())),
      ...times(replayers, () => this.replay(this.token(), this.visitor(this.token()))),
      ...times(tamperers, () => this.tamper(this.token())),
      ...times(greedy, () => this.grab(this.token())),
      ...(tabs > 0 ? [this.openTabs(tabs, this.token())] : []),
      this.comeWithoutAccounts(devices),
    ].map((act) => act.catch((error: Error) => this.world.troubles.add(`a bot: ${error.message}`))));
  }

  private async jump(token: string): Promise<void> {
    const bot = this.visitor(token);
    const { jumpers } = this.findings;
    jumpers.bots += 1;
    const story = this.newStory(token);
    const place = await this.join(bot, story);
    if (!place) return;
    for (let claim = 0; claim < CLAIMS_MAX && !this.world.over(); claim += 1) {
      const told = await this.claim(bot, place.lineToken, story);
      jumpers.claims += 1;
      if (told.status !== 425) return;
      await delay(CLAIM_EVERY_MS);
    }
  }

  private async replay(ownerToken: string, thief: Visitor): Promise<void> {
    const owner = this.visitor(ownerToken);
    const { replayers } = this.findings;
    replayers.pairs += 1;
    const admitted = await this.admitted(owner, ownerToken);
    if (!admitted) return;
    const steal = async (): Promise<boolean> => {
      replayers.tries += 2;
      const claimed = await thief.ask('claim', this.claimCall(admitted.place.lineToken));
      const held = await thief.ask('hold', this.holdCall(admitted.admission, 1));
      return claimed.status === 201 || held.status === 201;
    };
    const before = await steal();
    const own = await owner.ask<{ id: string }>('hold', this.holdCall(admitted.admission, 1));
    const after = await steal();
    if (before || after) replayers.succeeded += 1;
    if (own.status === 201) await owner.ask('hold', { method: 'DELETE', path: `/api/v1/holds/${own.body.id}` });
  }

  private async tamper(token: string): Promise<void> {
    const bot = this.visitor(token);
    const { tamperers } = this.findings;
    tamperers.bots += 1;
    const place = await this.join(bot, this.newStory(token));
    if (!place) return;
    for (const forged of forgeries(place.lineToken)) {
      tamperers.tries += 2;
      const claimed = await bot.ask('claim', this.claimCall(forged));
      const held = await bot.ask('hold', this.holdCall({ admissionToken: forged }, 1));
      if (claimed.status === 201 || held.status === 201) tamperers.succeeded += 1;
    }
  }

  private async grab(token: string): Promise<void> {
    const bot = this.visitor(token);
    const { greedy } = this.findings;
    greedy.bots += 1;
    const admitted = await this.admitted(bot, token);
    if (!admitted) return;
    const { admission, story } = admitted;
    let tickets = 0;
    const take = async (quantity: number): Promise<string | null> => {
      greedy.tries += 1;
      const { status, body } = await bot.ask<{ id: string; items: object[] }>('hold', this.holdCall(admission, quantity));
      if (status !== 201) return null;
      tickets += body.items.length;
      return body.id;
    };
    await take(admission.ticketLimit + 1);
    const holdId = await take(admission.ticketLimit);
    await take(1);
    if (holdId !== null) await this.buy(bot, holdId, story);
    await take(1);
    greedy.ticketsMax = Math.max(greedy.ticketsMax, tickets);
    if (tickets > admission.ticketLimit) greedy.overLimit += 1;
  }

  private async openTabs(count: number, token: string): Promise<void> {
    const entries = new Set<number>();
    await inTurns(count, async () => {
      const told = await this.visitor(token).ask<Place>('join', this.joinCall());
      if (told.status === 201) entries.add(told.body.entry);
    });
    this.findings.tabs = { tabs: count, places: entries.size };
  }

  private async comeWithoutAccounts(count: number): Promise<void> {
    const { devices } = this.findings;
    devices.devices = count;
    await inTurns(count, async () => {
      // A limit on joins from one address holds all of them off; nobody comes again after that.
      const told = await this.visitor(undefined).once<Refusable<Place>>('join', this.joinCall());
      if (told?.status === 201) devices.places += 1;
      else devices.refusals[told?.body.code ?? 'no answer'] = (devices.refusals[told?.body.code ?? 'no answer'] ?? 0) + 1;
    });
  }

  private async buy(bot: Visitor, holdId: string, story: Story): Promise<void> {
    const headers = { 'idempotency-key': randomUUID(), prefer: 'wait=8' };
    const body = JSON.stringify({ holdId, payment: { method: 'card', token: 'tok_ok' } });
    const { status, body: order } = await bot.ask<OrderTold>('order', { method: 'POST', path: '/api/v1/orders', headers, body });
    if (status !== 201 && status !== 202) return;
    const seen: OrderSeen = { id: order.id, state: order.state, tickets: 0, payments: [] };
    noteOrder(seen, order);
    story.orders.push(seen);
  }

  private async admitted(bot: Visitor, token: string): Promise<{ place: Place; admission: Admission; story: Story } | null> {
    const story = this.newStory(token);
    const place = await this.join(bot, story);
    if (!place) return null;
    const position = (story.position = place.position ?? (await this.world.board.positionOf(place.entry)));
    if ((await this.world.board.turn(position, () => 0, null)) !== 'called') return null;
    for (let claim = 0; claim < CLAIMS_MAX; claim += 1) {
      const told = await this.claim(bot, place.lineToken, story);
      if (told.status === 201) return { place, admission: told.body, story };
      if (told.status !== 425) return null;
      await delay(CLAIM_EVERY_MS);
    }
    return null;
  }

  private async join(bot: Visitor, story: Story): Promise<Place | null> {
    const told = await bot.ask<Place>('join', this.joinCall());
    if (told.status !== 201) return null;
    Object.assign(story, { joinedMs: told.atMs, entry: told.body.entry });
    if (told.body.position !== null) story.position = told.body.position;
    return told.body;
  }

  private async claim(bot: Visitor, lineToken: string, story: Story): Promise<Told<Admission>> {
    const told = await bot.ask<Admission>('claim', this.claimCall(lineToken));
    if (told.status === 201) Object.assign(story, { claimSentMs: told.sentMs, admittedMs: told.atMs, ticketLimit: told.body.ticketLimit });
    return told;
  }

  private newStory(token: string): Story {
    const story: Story = { number: -1 - this.stories.length, token, slow: false, plain: false, arrivedMs: performance.now(), orders: [] };
    this.stories.push(story);
    return story;
  }

  private token(): string {
    const token = this.tokens.pop();
    if (token === undefined) throw new Error('there are fewer accounts than bots');
    return token;
  }

  private visitor(token: string | undefined): Visitor {
    return new Visitor(this.world.line(false), token, this.world.figures, this.world.troubles);
  }

  private joinCall(): Call {
    return { method: 'POST', path: `/api/v1/events/${this.world.event.id}/line`, body: '{}' };
  }

  private claimCall(lineToken: string): Call {
    return { method: 'POST', path: `/api/v1/events/${this.world.event.id}/admissions`, body: JSON.stringify({ lineToken }) };
  }

  private holdCall({ admissionToken }: Pick<Admission, 'admissionToken'>, quantity: number): Call {
    const [type] = this.world.event.ticketTypes;
    return {
      method: 'POST',
      path: `/api/v1/events/${this.world.event.id}/holds`,
      headers: { 'x-admission': admissionToken },
      body: JSON.stringify({ ticketTypeId: type?.id, quantity }),
    };
  }
}

/** The same token with another payload, with another signature, and with none (`alg: none`, as old libraries took it). */
export function forgeries(token: string): string[] {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const other = Buffer.from(JSON.stringify({ ...claims, entry: 0 })).toString('base64url');
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
  const altered = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
  return [`${header}.${other}.${signature}`, `${header}.${payload}.${altered}`, `${none}.${other}.`];
}

async function inTurns(count: number, act: () => Promise<void>): Promise<void> {
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun++ < count) await act();
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE_MAX, count) }, worker));
}
