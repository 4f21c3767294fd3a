import type { Wave } from './arrivals.ts';
import type { Bots, Scenario, Shares, Windows } from './scenario.ts';

/** What large ticket sites report of their visitors, roughly; the aim is that every way of behaving occurs by the hundred. */
const everyday: Shares = {
  slow: 0.1,
  looksAtMap: 0.15,
  pairs: 0.6,
  reloads: 0.08,
  doubleTaps: 0.03,
  loses: 0.03,
  declined: 0.08,
  pix: 0.25,
  paysLate: 0.04,
  leaves: { line: 0.02, call: 0.02, hold: 0.02, payment: 0.02 },
};

/** Everybody knows what they want and has a card that pays. */
const hurried: Shares = {
  slow: 0, looksAtMap: 0, pairs: 0.5, reloads: 0, doubleTaps: 0, loses: 0, declined: 0, pix: 0, paysLate: 0, leaves: { line: 0, call: 0, hold: 0, payment: 0 },
};

/** As the worst tenth of mobile connections in a full stadium: the figures of the fairness promise. */
const slowLine = { roundTripMs: 2_000, kbitPerSecond: 50 };

const someBots: Bots = { jumpers: 10, replayers: 10, tamperers: 10, greedy: 10, tabs: 100, devices: 100 };
const manyBots: Bots = { jumpers: 50, replayers: 50, tamperers: 50, greedy: 50, tabs: 1_000, devices: 1_000 };
const noBots: Bots = { jumpers: 0, replayers: 0, tamperers: 0, greedy: 0, tabs: 0, devices: 0 };

/** Shorter than a real sale's, so that what ends by time ends within the rehearsal; longer than a slow line needs for its four steps. */
const brisk: Windows = { claimSeconds: 20, admissionSeconds: 60, holdSeconds: 45, paymentWindowSeconds: 30, graceSeconds: 5 };
const usual: Windows = { claimSeconds: 60, admissionSeconds: 180, holdSeconds: 150, paymentWindowSeconds: 90, graceSeconds: 15 };

/** Who comes before the opening, who comes with it, and who hears of it later. */
function onSale(fans: number, seconds: { before: number; burst: number; after: number }): Wave[] {
  return [
    { fans: fans * 0.4, fromSeconds: -seconds.before, forSeconds: seconds.before },
    { fans: fans * 0.35, fromSeconds: 0, forSeconds: seconds.burst * 5, halvesEverySeconds: seconds.burst },
    { fans: fans * 0.25, fromSeconds: 0, forSeconds: seconds.after, halvesEverySeconds: seconds.after / 3 },
  ];
}

const smoke: Scenario = {
  name: 'smoke',
  title: 'A minute, to see that everything works',
  seats: { plan: null, standing: [{ name: 'Floor', capacity: 300 }] },
  drawAtOpening: true,
  waves: onSale(450, { before: 6, burst: 2, after: 20 }),
  shares: everyday,
  slowLine: { roundTripMs: 500, kbitPerSecond: 200 },
  thinkSeconds: { claim: 0.5, choose: 0.5, pay: 0.5 },
  bots: { jumpers: 3, replayers: 3, tamperers: 3, greedy: 3, tabs: 50, devices: 50 },
  windows: { claimSeconds: 10, admissionSeconds: 30, holdSeconds: 20, paymentWindowSeconds: 12, graceSeconds: 2 },
  measured: null,
  drainSecondsMax: 60,
  thresholds: { purchaseP99MsMax: 3_000 },
};

const casino: Scenario = {
  name: 'casino',
  title: '1,200 seats at tables, and four times as many people',
  seats: { plan: 'casino', standing: [] },
  drawAtOpening: true,
  waves: onSale(5_000, { before: 20, burst: 3, after: 60 }),
  shares: { ...everyday, looksAtMap: 0.5 },
  slowLine,
  thinkSeconds: { claim: 2, choose: 4, pay: 4 },
  bots: someBots,
  windows: brisk,
  measured: null,
  drainSecondsMax: 180,
  thresholds: { purchaseP99MsMax: 2_000, shedMax: 0 },
};

const stadium: Scenario = {
  name: 'stadium',
  title: '60,000 people for a stadium with its pitch, within a few minutes',
  seats: { plan: 'stadium', standing: [{ name: 'Pitch', capacity: 20_000 }] },
  drawAtOpening: true,
  waves: onSale(60_000, { before: 60, burst: 15, after: 180 }),
  shares: everyday,
  slowLine,
  thinkSeconds: { claim: 3, choose: 8, pay: 8 },
  bots: manyBots,
  windows: usual,
  measured: null,
  drainSecondsMax: 420,
  thresholds: { purchaseP99MsMax: 2_000 },
};

const festival: Scenario = {
  name: 'festival',
  title: '100,000 standing places; who comes first is served first',
  seats: { plan: null, standing: [{ name: 'Meadow', capacity: 100_000 }] },
  drawAtOpening: false,
  waves: [
    { fans: 24_000, fromSeconds: 0, forSeconds: 60, halvesEverySeconds: 20 },
    { fans: 36_000, fromSeconds: 0, forSeconds: 240 },
  ],
  shares: { ...everyday, looksAtMap: 0 },
  slowLine,
  thinkSeconds: { claim: 2, choose: 2, pay: 6 },
  bots: manyBots,
  windows: usual,
  measured: null,
  drainSecondsMax: 300,
  thresholds: { purchaseP99MsMax: 2_000 },
};

/** The figure that the box office is held to (S1.19). */
const RATE = 500;
const WARM_UP_SECONDS = 15;
const MEASURED_SECONDS = 60;
/** So much of what comes is bought in the same seconds; the rest is chance and the edges of the span. */
const KEEPS_PACE = 0.95;

/** A constant rate of fans who do the whole way as fast as they can: how many purchases a second hold. */
export function limit(rate: number, measuredSeconds = MEASURED_SECONDS, warmUpSeconds = WARM_UP_SECONDS): Scenario {
  return {
    name: 'limit',
    title: `${rate} purchases a second for ${measuredSeconds} seconds`,
    seats: { plan: null, standing: [{ name: 'Field', capacity: 300_000 }] },
    drawAtOpening: false,
    waves: [{ fans: rate * (warmUpSeconds + measuredSeconds), fromSeconds: 0, forSeconds: warmUpSeconds + measuredSeconds }],
    shares: hurried,
    slowLine,
    thinkSeconds: { claim: 0, choose: 0, pay: 0 },
    bots: noBots,
    windows: usual,
    measured: { fromSeconds: warmUpSeconds, forSeconds: measuredSeconds },
    drainSecondsMax: 45,
    thresholds: { purchaseP99MsMax: 1_000, shedMax: 0, everybodyBuys: true, perSecondMin: KEEPS_PACE * rate },
  };
}

export const presets: Record<string, Scenario> = { smoke, casino, stadium, festival, limit: limit(RATE) };

/** The same on-sale with another number of fans a second, or over another time: rates stretch the waves' height, minutes their length. */
export function adapted(scenario: Scenario, { rate, minutes }: { rate: number | undefined; minutes: number | undefined }): Scenario {
  if (scenario.name === 'limit') return limit(rate ?? RATE, minutes === undefined ? MEASURED_SECONDS : minutes * 60);
  const seconds = Math.max(...scenario.waves.map(({ fromSeconds, forSeconds }) => fromSeconds + forSeconds));
  const stretch = minutes === undefined ? 1 : (minutes * 60) / seconds;
  const fans = scenario.waves.reduce((sum, wave) => sum + wave.fans, 0);
  const more = rate === undefined ? 1 : (rate * seconds * stretch) / fans;
  return { ...scenario, waves: scenario.waves.map((wave) => stretched(wave, stretch, more)) };
}

/** Who is being charged when a provider dies waits until it is back: how long a purchase takes, and how many a second there are, says nothing then, what comes of it everything. */
export function patient(scenario: Scenario): Scenario {
  const { purchaseP99MsMax: _, perSecondMin: __, ...thresholds } = scenario.thresholds;
  return { ...scenario, thresholds };
}

function stretched(wave: Wave, time: number, fans: number): Wave {
  return {
    fans: wave.fans * fans,
    fromSeconds: wave.fromSeconds * time,
    forSeconds: wave.forSeconds * time,
    ...(wave.halvesEverySeconds !== undefined && { halvesEverySeconds: wave.halvesEverySeconds * time }),
  };
}
