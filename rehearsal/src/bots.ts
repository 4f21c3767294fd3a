import { Bot, type Hold } from './bot.ts';
import type { Story } from './story.ts';
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
  /** Devices that were answered; who was not proves nothing. */
  devices: { devices: number; places: number; unanswered: number; refusals: Record<string, number> };
}

/** Requests of one bot with many tabs that are under way at the same time. */
const AT_ONCE_MAX = 100;

/** Everything that bots do in one rehearsal. They ask as often as they like and never mind an answer. */
export class Bots {
  readonly findings: BotFindings = {
    jumpers: { bots: 0, claims: 0 },
    replayers: { pairs: 0, tries: 0, succeeded: 0 },
    tamperers: { bots: 0, tries: 0, succeeded: 0 },
    greedy: { bots: 0, tries: 0, ticketsMax: 0, overLimit: 0 },
    tabs: { tabs: 0, places: 0 },
    devices: { devices: 0, places: 0, unanswered: 0, refusals: {} },
  };
  readonly stories: Story[] = [];
  private readonly world: World;
  private readonly tokens: string[];

  /** `tokens` are accounts, as many as `botAccounts` says. */
  constructor(world: World, tokens: string[]) {
    this.world = world;
    this.tokens = [...tokens];
  }

  /** Resolves when the last has given up. */
  async run(): Promise<void> {
    const { jumpers, replayers, tamperers, greedy, tabs, devices } = this.world.scenario.bots;
    const times = (count: number, act: () => Promise<void>): Promise<void>[] => Array.from({ length: count }, act);
    const acts = [
      ...times(jumpers, () => this.jump(this.account())),
      ...times(replayers, () => this.replay(this.account(), this.account())),
      ...times(tamperers, () => this.tamper(this.account())),
      ...times(greedy, () => this.grab(this.account())),
      tabs > 0 ? this.openTabs(tabs, this.token()) : Promise.resolve(),
      this.comeWithoutAccounts(devices),
    ];
    await Promise.all(acts.map((act) => act.catch((error: Error) => this.world.troubles.add(`a bot: ${error.message}`))));
  }

  private async jump(bot: Bot): Promise<void> {
    const { jumpers } = this.findings;
    jumpers.bots += 1;
    const place = await bot.join();
    if (place) jumpers.claims += (await bot.claimEarlyAndOften(place.lineToken)).claims;
  }

  private async replay(owner: Bot, thief: Bot): Promise<void> {
    const { replayers } = this.findings;
    replayers.pairs += 1;
    const admitted = await owner.admitted();
    if (!admitted) return;
    const { place, admission } = admitted;
    const steal = async (): Promise<boolean> => {
      replayers.tries += 2;
      const claimed = await thief.claim(place.lineToken);
      const held = await thief.hold(admission.admissionToken, 1);
      return claimed.status === 201 || held !== null;
    };
    const before = await steal();
    const own = await owner.hold(admission.admissionToken, 1);
    const after = await steal();
    if (before || after) replayers.succeeded += 1;
    if (own) await owner.release(own.id);
  }

  private async tamper(bot: Bot): Promise<void> {
    const { tamperers } = this.findings;
    tamperers.bots += 1;
    const place = await bot.join();
    if (!place) return;
    for (const forged of forgeries(place.lineToken)) {
      tamperers.tries += 2;
      const claimed = await bot.claim(forged);
      const held = await bot.hold(forged, 1);
      if (claimed.status === 201 || held !== null) tamperers.succeeded += 1;
    }
    // Then, with a turn of its own, the admission itself.
    const admission = (await bot.admitted())?.admission;
    for (const forged of admission ? forgeries(admission.admissionToken) : []) {
      tamperers.tries += 1;
      if ((await bot.hold(forged, 1)) !== null) tamperers.succeeded += 1;
    }
  }

  private async grab(bot: Bot): Promise<void> {
    const { greedy } = this.findings;
    greedy.bots += 1;
    const admission = (await bot.admitted())?.admission;
    if (!admission) return;
    let tickets = 0;
    const take = async (quantity: number): Promise<Hold | null> => {
      greedy.tries += 1;
      const hold = await bot.hold(admission.admissionToken, quantity);
      tickets += hold?.items.length ?? 0;
      return hold;
    };
    await take(admission.ticketLimit + 1);
    const hold = await take(admission.ticketLimit);
    await take(1);
    if (hold !== null) await bot.buy(hold);
    await take(1);
    greedy.ticketsMax = Math.max(greedy.ticketsMax, tickets);
    if (tickets > admission.ticketLimit) greedy.overLimit += 1;
  }

  private async openTabs(count: number, token: string): Promise<void> {
    const entries = new Set<number>();
    await inTurns(count, async () => {
      const place = await this.bot(token).join();
      if (place) entries.add(place.entry);
    });
    this.findings.tabs = { tabs: count, places: entries.size };
  }

  private async comeWithoutAccounts(count: number): Promise<void> {
    const { devices } = this.findings;
    await inTurns(count, async () => {
      const refusal = await this.bot(undefined).tryToJoin();
      if (refusal === 'no answer') return void (devices.unanswered += 1);
      devices.devices += 1;
      if (refusal === null) devices.places += 1;
      else devices.refusals[refusal] = (devices.refusals[refusal] ?? 0) + 1;
    });
  }

  private account(): Bot {
    const bot = this.bot(this.token());
    this.stories.push(bot.story);
    return bot;
  }

  private bot(token: string | undefined): Bot {
    return new Bot(this.world, token, -1 - this.stories.length);
  }

  private token(): string {
    const token = this.tokens.pop();
    if (token === undefined) throw new Error('there are fewer accounts than bots');
    return token;
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
