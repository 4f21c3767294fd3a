import { numberFormat } from '#words/numbers.ts';
import { chanceOf, estimateWait } from './estimate.ts';
import { clock, estimateText } from './figures.ts';
import { type Scene, sceneOf, type Sight } from './sight.ts';
import { fill, type LiveWords } from './words.ts';

/** The one thing to do. */
export type Step = 'claim' | 'proceed' | 'again' | 'enter' | 'retry' | 'verified' | 'signIn' | 'choose' | 'toEvent';

export interface Fact {
  name: 'place' | 'entry' | 'calledSoFar' | 'wait' | 'remaining';
  label: string;
  value: string;
}

/** What the page shows, in words: the same for the script and for the page without one. */
export interface View {
  scene: Scene;
  sentence: string;
  /** The one large number, and what it counts. */
  figure: { value: string; label: string } | null;
  facts: Fact[];
  /** What the tickets that are left mean for this place. */
  outlook: string | null;
  step: { name: Step; label: string } | null;
  canLeave: boolean;
  /** Before the show's name in the title of the tab. */
  title: string | null;
}

const steps: Partial<Record<Scene, Step>> = {
  called: 'claim', admitted: 'proceed', missed: 'again', left: 'again', lost: 'again', stuck: 'retry', verify: 'verified', signIn: 'signIn', notYours: 'signIn', anothers: 'enter', noLine: 'choose', closed: 'toEvent',
};
const labels: Record<Step, keyof LiveWords> = {
  claim: 'claim', proceed: 'proceed', again: 'again', enter: 'enter', retry: 'retry', verified: 'verified', signIn: 'signInAction', choose: 'choose', toEvent: 'toEvent',
};
/** What somebody must see from another tab. */
const titles: Partial<Record<Scene, keyof LiveWords>> = { called: 'turnTitle', soldOut: 'soldOutTitle', missed: 'missedTitle', lost: 'lostTitle', anothers: 'anothersTitle' };
const inLine: readonly Scene[] = ['entered', 'drawing', 'waiting', 'next', 'heldBack', 'paused', 'called', 'lapsed', 'admitted'];
const moving: readonly Scene[] = ['waiting', 'next', 'heldBack', 'paused'];

/** `undecidedFor`: for how many minutes somebody who was called may still buy (`undecidedMinutes`). */
export function viewOf(sight: Sight, words: LiveWords, languageTag: string, undecidedFor: number): View {
  const scene = sceneOf(sight);
  const count = numberFormat(languageTag);
  const ahead = aheadOf(sight);
  const step = steps[scene];
  return {
    scene,
    sentence: words[scene],
    figure: figureOf(scene, sight, ahead, words, count),
    facts: factsOf(scene, sight, ahead, words, count),
    outlook: outlookOf(scene, sight, ahead, words, undecidedFor),
    step: step ? { name: step, label: words[labels[step]] } : null,
    canLeave: inLine.includes(scene) || (scene === 'soldOut' && sight.place !== null),
    title: titleOf(scene, ahead, words, count),
  };
}

function titleOf(scene: Scene, ahead: number | null, words: LiveWords, count: Intl.NumberFormat): string | null {
  const name = titles[scene];
  if (name) return words[name];
  return moving.includes(scene) && ahead !== null ? fill(words.aheadTitle, { count: count.format(ahead) }) : null;
}

/** How many stand before this place; null as long as that is unknown. */
export function aheadOf({ place, serving }: Pick<Sight, 'place' | 'serving'>): number | null {
  if (!place || !serving || place.position === null) return null;
  return Math.max(0, place.position - serving.serving);
}

function figureOf(scene: Scene, { place, opensAt, now }: Sight, ahead: number | null, words: LiveWords, count: Intl.NumberFormat): View['figure'] {
  if (scene === 'scheduled' && now < opensAt) return { value: clock(opensAt - now, words), label: words.untilOpening };
  if (scene === 'entered') return { value: clock(opensAt - now, words), label: words.untilDraw };
  if (scene === 'soldOut') return { value: words.soldOutTitle, label: '' };
  if (scene === 'called' && place?.claimUntil !== undefined) return { value: clock(Date.parse(place.claimUntil) - now, words), label: words.toAnswer };
  if (moving.includes(scene) && ahead !== null) return { value: count.format(ahead), label: ahead === 1 ? words.aheadLabelOne : words.aheadLabelOther };
  return null;
}

function factsOf(scene: Scene, { place, serving, paces }: Sight, ahead: number | null, words: LiveWords, count: Intl.NumberFormat): Fact[] {
  const facts: Fact[] = [];
  const tell = (name: Fact['name'], value: string) => facts.push({ name, label: words[name], value });
  if (place && (scene === 'entered' || scene === 'drawing')) tell('entry', count.format(place.entry + 1));
  if (place && place.position !== null && (moving.includes(scene) || scene === 'soldOut')) tell('place', count.format(place.position + 1));
  if (serving && moving.includes(scene)) {
    tell('calledSoFar', count.format(serving.serving));
    // A line that stands says nothing of when it goes on.
    const standing = scene === 'paused' || scene === 'heldBack';
    tell('wait', standing || ahead === null ? words.unknown : estimateText(estimateWait(ahead, paces), words));
  }
  if (serving && (moving.includes(scene) || scene === 'entered' || scene === 'scheduled' || scene === 'lapsed')) tell('remaining', count.format(serving.remaining));
  return facts;
}

function outlookOf(scene: Scene, { serving, ticketLimit }: Sight, ahead: number | null, words: LiveWords, undecidedFor: number): string | null {
  if (!moving.includes(scene) || !serving || ahead === null) return null;
  const chance = chanceOf(ahead, serving, ticketLimit, undecidedFor);
  if (chance === 'enough') return words.chanceEnough;
  // A warning that nothing on the page bears out would frighten for nothing.
  if (chance === 'unclear') return null;
  return chance === 'maybe' ? fill(words.chanceMaybe, { limit: ticketLimit }) : words.chanceFewer;
}
