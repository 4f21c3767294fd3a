import { setTimeout as delay } from 'node:timers/promises';
import type { Admission, Place, Refusal, ServingNumber } from './answers.ts';
import { Choosing } from './choosing.ts';
import { Paying } from './paying.ts';
import type { Ending, Story } from './story.ts';
import type { Traits } from './traits.ts';
import type { Call } from './transport.ts';
import { endingOf, ofEvent, type Visit } from './visit.ts';
import { NobodyAnswers, type Told, Visitor } from './visitor.ts';
import type { World } from './world.ts';

/** A claim that is told "not yet" comes again when it was told to, yet not later than this: the number has passed already. */
const NOT_YET_MS_MAX = 5_000;
/** A door that is still shut for somebody whose clock is a little ahead. */
const KNOCK_AGAIN_MS = 1_000;

/**
 * One fan, from their arrival to their ticket or their way home.
 *
 *     arrive → join → wait → claim → (look at the map) → hold → order → (pay again | pay the PIX code) → tickets
 *
 * Each arrow may end the visit, by the fan's wish or by what the box office says. What they saw stands in `story`.
 */
export class Fan implements Visit {
  readonly story: Story;
  readonly visitor: Visitor;
  readonly traits: Traits;
  readonly world: World;

  constructor(number: number, traits: Traits, token: string, world: World, arrivedMs: number) {
    this.traits = traits;
    this.world = world;
    this.visitor = new Visitor(world.line(traits.slow), token, world.figures, world.troubles);
    const { leavesAt, declined, paysLate, pix } = traits;
    const canPay = !pix || world.checkout.pixIsPaid;
    this.story = { number, token, slow: traits.slow, plain: leavesAt === null && !declined && !paysLate && canPay, wants: Math.min(traits.quantity, world.event.sessionTicketLimit), arrivedMs, orders: [] };
  }

  /** Never throws: a fan who meets nonsense goes home, and the report says so. */
  async come(): Promise<void> {
    const { figures, troubles } = this.world;
    figures.count('arrived');
    try {
      this.story.ending = await this.buy();
    } catch (error) {
      this.story.ending = 'refused';
      this.story.code = error instanceof NobodyAnswers ? 'nobody answers' : 'nonsense';
      troubles.add((error as Error).message);
    }
    this.story.endedMs = performance.now();
    if (this.story.ending !== 'bought') figures.count('wentHome');
    await this.visitor.close();
  }

  private async buy(): Promise<Ending> {
    const { leavesAt, thinkMs } = this.traits;
    const place = await this.join();
    if (typeof place === 'string') return place;
    const turn = await this.awaitTurn(place);
    if (turn !== 'called') return turn;
    if (leavesAt === 'call') return 'left';
    await delay(thinkMs.claim);
    const admission = await this.claim(place);
    if (typeof admission === 'string') return admission;
    await delay(thinkMs.choose);
    const held = await new Choosing(this, admission).hold();
    if (held === null) return this.story.code === undefined ? 'found_nothing' : endingOf(this.story, this.story.code);
    if (leavesAt === 'hold') {
      await this.visitor.ask('hold', { method: 'DELETE', path: `/api/v1/holds/${held.id}` });
      return 'left';
    }
    await delay(thinkMs.pay);
    return new Paying(this).pay(held);
  }

  private async join(): Promise<Place | Ending> {
    let told = await this.visitor.ask<Place & Refusal>('join', this.joinCall(), this.story.arrivedMs);
    while (told.body.code === 'line.not_open' && !this.world.over()) {
      await delay(KNOCK_AGAIN_MS);
      told = await this.visitor.ask('join', this.joinCall());
    }
    if (told.status !== 201) return endingOf(this.story, told.body.code);
    if (this.traits.reloads) {
      const again = await this.visitor.ask<Place>('join', this.joinCall());
      if (again.body.entry !== told.body.entry) this.world.troubles.add('a reload gave another place');
    }
    this.world.figures.count('joined');
    Object.assign(this.story, { joinedMs: told.atMs, entry: told.body.entry });
    return told.body;
  }

  private async awaitTurn(place: Place): Promise<'called' | Ending> {
    const { board, pollOrigin } = this.world;
    const position = place.position ?? (await board.positionOf(place.entry));
    this.story.position = position;
    if (place.position === null && this.traits.reloads) await this.compareDraw(position);
    const patienceMs = this.traits.leavesAt === 'line' ? this.traits.patienceMs : null;
    const turn = pollOrigin ? await this.poll(position, patienceMs) : await board.turn(position, (pollMs) => this.noticeMs(pollMs), patienceMs);
    if (turn === 'tired') {
      await this.visitor.ask('join', { method: 'DELETE', path: ofEvent(this.world, 'line') });
      return 'left';
    }
    return turn === 'closed' ? 'over' : turn;
  }

  /** Whoever reloads after the draw is told the position that they computed themselves. */
  private async compareDraw(position: number): Promise<void> {
    const { body } = await this.visitor.ask<Place>('join', this.joinCall());
    // Another process may hear of the draw a moment later.
    if (body.position !== null && body.position !== position && !this.world.over()) this.world.troubles.add(`the draw gives position ${position}, the box office says ${body.position}`);
  }

  /** The next look falls somewhere within the interval, and its answer needs half a round trip, its question the other half. */
  private noticeMs(pollMs: number): number {
    return this.traits.phase * pollMs + (this.traits.slow ? this.world.scenario.slowLine.roundTripMs : 0);
  }

  /** Without a cache in front everybody's look is a request of their own. */
  private async poll(position: number, patienceMs: number | null): Promise<'called' | 'sold_out' | 'over' | 'tired'> {
    const until = patienceMs === null ? Infinity : performance.now() + patienceMs;
    await delay(this.traits.phase * this.world.board.now.pollAfterMs);
    for (;;) {
      const told = await this.visitor.ask<ServingNumber>('poll', { method: 'GET', path: ofEvent(this.world, 'serving') });
      if (told.status === 200) this.world.board.see(told);
      if (position < told.body.serving) return 'called';
      if (told.body.state === 'sold_out') return 'sold_out';
      if (told.body.state === 'closed' || this.world.over()) return 'over';
      if (performance.now() > until) return 'tired';
      await delay(told.body.pollAfterMs);
    }
  }

  private async claim({ lineToken }: Place): Promise<Admission | Ending> {
    const call: Call = { method: 'POST', path: ofEvent(this.world, 'admissions'), body: JSON.stringify({ lineToken }) };
    for (;;) {
      const told = await this.visitor.ask<Admission & Refusal>('claim', call);
      if (told.status === 201) return this.admitted(told, call);
      if (told.body.code !== 'line.not_yet') return endingOf(this.story, told.body.code);
      this.story.notYetSentMs = told.sentMs;
      if (this.world.over()) return 'over';
      await delay(Math.min(NOT_YET_MS_MAX, told.body.retryAfterMs ?? NOT_YET_MS_MAX));
    }
  }

  private async admitted(told: Told<Admission>, call: Call): Promise<Admission> {
    this.world.figures.count('admitted');
    Object.assign(this.story, { claimSentMs: told.sentMs, admittedMs: told.atMs, ticketLimit: told.body.ticketLimit });
    if (this.traits.reloads) {
      const again = await this.visitor.ask<Admission>('claim', call);
      if (again.status !== 201 || again.body.expiresAt !== told.body.expiresAt) this.world.troubles.add('a reload gave another admission');
    }
    return told.body;
  }

  private joinCall(): Call {
    return { method: 'POST', path: ofEvent(this.world, 'line'), body: '{}' };
  }
}
