/**
 * One try at one gateway. Pessimistic: only an explicit success or an explicit failure is final; everything else is
 * live, and while an attempt is live or won no other gateway is tried.
 *
 *     pending ──► in_flight ──► authorized ──► captured
 *        │  └───► unknown ◄──┘       └─► unknown   conflicted   (another amount or currency than ours was taken: a person decides)
 *        └──► not_sent · throttled · rejected · declined · voided · failed
 *
 * - `pending`: written down, the call is being made, or surely was not made and will be (`sentAt` null).
 * - `in_flight`: the gateway has it and has not decided (a Pix not paid yet, a card in review, a key being worked on).
 * - `authorized`: kept aside on the card and not taken. Captured by a second call where the gateway is one that `authorises`, as long as the
 *   payment is wanted; else voided, at its window's end at the latest.
 * - `unknown`: the call was made and its answer never came. Resolved by asking, by a webhook or by a replay under the same key.
 * - a final state that was not won may still turn into `captured`, because money may come late; when another attempt of the
 *   payment is live or won by then, it is `surplus` and goes back by itself.
 */
export type AttemptState = LiveState | WonState | 'not_sent' | 'rejected' | 'declined' | 'throttled' | 'voided' | 'failed' | 'surplus';
type LiveState = 'pending' | 'in_flight' | 'unknown' | 'authorized';
type WonState = 'captured' | 'conflicted';

const live: ReadonlySet<AttemptState> = new Set(['pending', 'in_flight', 'unknown', 'authorized']);
const won: ReadonlySet<AttemptState> = new Set(['captured', 'conflicted']);

export const isLive = (state: AttemptState): boolean => live.has(state);
export const isWon = (state: AttemptState): boolean => won.has(state);

export type Method = 'card' | 'pix';

export interface PixCode {
  brCode: string;
  expiresAt: Date;
}

interface Charged {
  chargeId: string;
  amountCents: number;
  currency: string;
}

/** What a gateway said, or failed to say, in our words. Adapters translate into this and nothing else. */
export type Observation =
  | ({ kind: 'captured' } & Charged)
  | ({ kind: 'authorized' } & Charged)
  | ({ kind: 'pending'; pix?: PixCode | undefined } & Charged)
  | { kind: 'declined'; chargeId?: string | undefined; code: string; hard: boolean }
  | { kind: 'voided' | 'expired'; chargeId: string }
  /** 4xx: validation, or authentication and configuration; `token`: because what the payer's page sent is no token of a card. Nothing was executed. */
  | { kind: 'rejected'; code: string; configuration: boolean; token?: boolean }
  /** 409 or 423: a call with this key is being worked on. */
  | { kind: 'in_flight' }
  /** 429 or 503 documented as not executed; the gateway may have said when to come again. */
  | { kind: 'throttled'; retryAfterSeconds?: number | undefined }
  /** The call surely never reached the gateway; `ownLimit`: only because of our own limits, so that it will if it waits. */
  | { kind: 'not_sent'; reason: string; retryAfterSeconds?: number | undefined; ownLimit?: boolean }
  /** The call may have been executed. */
  | { kind: 'unknown'; reason: string }
  /** Asked: the gateway knows of no such charge. */
  | { kind: 'absent' }
  /** Asked: no answer, so nothing new is known. */
  | { kind: 'unreachable'; reason: string };

/**
 * How an observation came about: by the first call that could have executed anything (`charge`), by the same call again
 * (`replay`), by capturing what was authorised (`capture`), by asking or voiding (`look`), or by the gateway's own word
 * (`notice`: webhook or reconciliation).
 */
export type Via = 'charge' | 'replay' | 'capture' | 'look' | 'notice';

/** What the decision depends on; ages and deadlines by the database's clock. */
export interface AttemptFacts {
  state: AttemptState;
  ordinal: number;
  method: Method;
  amountCents: number;
  currency: string;
  chargeId: string | null;
  presented: boolean;
  looks: number;
  secondsSinceSent: number | null;
  secondsLeft: number;
  deadlinePassed: boolean;
  voidRequested: boolean;
  /** Another attempt of this payment is live or won. */
  rivalled: boolean;
  /** Another gateway could take this payment and has not been tried. */
  anotherGateway: boolean;
  /** After so many seconds a call that this gateway was sent cannot be executed any more. */
  settleSecondsMax: number;
  /** This gateway authorises, and waits for our word to capture. */
  authorises: boolean;
}

/** What AttemptSettled will say. */
export interface Ending {
  outcome: 'captured' | 'declined' | 'failed' | 'voided' | 'conflicted';
  retryable: boolean;
}

export interface Decision {
  state: AttemptState;
  /** Ask the gateway after so many seconds; null: never again. */
  lookInSeconds: number | null;
  /** Starts the count of looks anew. */
  looksAgain?: boolean;
  /** Nobody wants it as the gateway has it: it is voided like one that the wallet has cancelled. */
  void?: true;
  /** It surely never left us; or it leaves again now. */
  sent?: 'never' | 'again';
  ending?: Ending;
  present?: boolean;
  next?: 'another_gateway' | 'replay' | 'capture' | 'look';
  refundSurplus?: boolean;
  /** Why a person should look. */
  alarm?: string;
}

/** A payment is tried at most so often, over all gateways: a buyer waits, and every decline may cost the buyer's card a mark. */
export const ATTEMPTS_MAX = 4;
/** With nowhere else to go, a call that surely was not made is made again after 1, 2 and 4 s; the buyer is told after that. */
const RESENDS_MAX = 3;
/** Replays under the same key after 1, 2 and 4 s; later only asking, so that the horizon after the last one can pass. */
const REPLAYS_MAX = 3;
const LOOK_SECONDS_MAX = 30;
/** An answer that has not come in half an hour is a gateway's outage: ask every five minutes until it ends. */
const LOOKS_BEFORE_PATIENCE = 60;
const PATIENT_LOOK_SECONDS = 300;
/** Twice the longest call: a process that is capturing is not disturbed, what one that died has left authorised is followed soon. */
const CAPTURING_SECONDS = 15;
/** Money after the end comes mostly within minutes, and a payer's bank may hold a Pix for review until the next day. */
const LATE_LOOK_SECONDS = [120, 900, 3_600, 21_600, 86_400];

const backoff = (looks: number): number => (looks > LOOKS_BEFORE_PATIENCE ? PATIENT_LOOK_SECONDS : Math.min(2 ** Math.min(looks, 10), LOOK_SECONDS_MAX));

/**
 * The state table: what an observation makes of an attempt. Monotonic: whatever comes twice, late or out of order changes
 * nothing (null), but for money, which is always believed.
 */
export function decide(attempt: AttemptFacts, seen: Observation, via: Via): Decision | null {
  if (isWon(attempt.state) || attempt.state === 'surplus') return null;
  if (seen.kind === 'captured') return moneyCame(attempt, seen);
  if (!isLive(attempt.state)) return ofTheEnded(attempt, seen, via);
  switch (seen.kind) {
    case 'authorized':
    case 'pending':
      return undecided(attempt, seen, via);
    case 'declined':
      return via === 'capture' ? captureDeclined() : declined(attempt, seen.hard);
    case 'voided':
      return ended('voided', { outcome: 'voided', retryable: false });
    case 'expired':
      return ended('failed', { outcome: 'failed', retryable: true });
    case 'rejected':
      return rejected(attempt, seen, via);
    case 'throttled':
    case 'not_sent':
      return notExecuted(attempt, seen, via);
    case 'in_flight':
      return { state: attempt.state === 'pending' ? 'in_flight' : attempt.state, lookInSeconds: backoff(attempt.looks) };
    case 'unknown':
      return { state: attempt.state === 'pending' || via === 'capture' ? 'unknown' : attempt.state, lookInSeconds: backoff(attempt.looks) };
    case 'absent':
      return absent(attempt);
    case 'unreachable':
      return { state: attempt.state === 'pending' ? 'unknown' : attempt.state, lookInSeconds: backoff(attempt.looks) };
  }
}

function moneyCame(attempt: AttemptFacts, seen: Charged): Decision {
  if (!isLive(attempt.state) && attempt.rivalled) {
    return { state: 'surplus', lookInSeconds: null, refundSurplus: true, alarm: 'captured although another attempt of the payment is live or won; it goes back' };
  }
  if (!asAsked(attempt, seen)) return conflicted();
  return { state: 'captured', lookInSeconds: null, ending: { outcome: 'captured', retryable: false } };
}

function undecided(attempt: AttemptFacts, seen: Extract<Observation, { kind: 'authorized' | 'pending' }>, via: Via): Decision {
  // Told late that it was still pending, it is none the less authorised.
  const state = seen.kind === 'authorized' || attempt.state === 'authorized' ? 'authorized' : 'in_flight';
  if (!asAsked(attempt, seen) && !attempt.voidRequested) {
    // Nothing is taken yet, so there is one safe way. Should it be paid before the void reaches it, that money is a conflict.
    return { state, lookInSeconds: backoff(attempt.looks), void: true, next: 'look', alarm: 'the gateway opened a charge over another amount or currency than ours; it is voided' };
  }
  const over = isOver(attempt);
  if (seen.kind === 'authorized' && attempt.authorises && !over) {
    return { state, lookInSeconds: untilClosing(attempt, CAPTURING_SECONDS), ...(isToCapture(attempt, via) && { next: 'capture' as const }) };
  }
  return {
    state,
    lookInSeconds: untilClosing(attempt, backoff(attempt.looks + (attempt.method === 'pix' ? 2 : 0))),
    ...(seen.kind === 'pending' && seen.pix !== undefined && !attempt.presented && !over && { present: true }),
    // It has only now got a name that can be voided.
    ...(over && attempt.chargeId === null && { next: 'look' as const }),
  };
}

/** Captured by whoever hears of it first, and again by whoever has asked since: of the others' calls one may be on its way. */
const isToCapture = (attempt: AttemptFacts, via: Via): boolean => via === 'look' || (via !== 'capture' && attempt.state !== 'authorized');

/** No money came of it, and none will; what is still kept aside on the card is found by the look, and let go. */
const captureDeclined = (): Decision => ({ state: 'declined', ending: { outcome: 'declined', retryable: true }, lookInSeconds: LATE_LOOK_SECONDS[0] as number, looksAgain: true, next: 'look' });

function declined(attempt: AttemptFacts, hard: boolean): Decision {
  if (!hard && mayTryElsewhere(attempt)) return { state: 'declined', lookInSeconds: null, next: 'another_gateway' };
  return ended('declined', { outcome: 'declined', retryable: true });
}

function rejected(attempt: AttemptFacts, seen: Extract<Observation, { kind: 'rejected' }>, via: Via): Decision {
  const alarm = `the gateway rejected our call: ${seen.code}`;
  // A replay that is refused says nothing of the call before it.
  if (!isFirstWord(attempt, via)) return { state: attempt.state === 'pending' ? 'unknown' : attempt.state, lookInSeconds: backoff(attempt.looks), alarm };
  // Anybody can send anything as a token: that alarms nobody, and is no trouble of the gateway's.
  if (seen.token) return declined(attempt, true);
  if (seen.configuration && mayTryElsewhere(attempt)) return { state: 'rejected', lookInSeconds: null, next: 'another_gateway', alarm };
  return { ...ended('rejected', { outcome: 'failed', retryable: seen.configuration }), alarm };
}

function notExecuted(attempt: AttemptFacts, seen: Extract<Observation, { kind: 'throttled' | 'not_sent' }>, via: Via): Decision {
  const { kind: state, retryAfterSeconds = 0 } = seen;
  const ownLimit = seen.kind === 'not_sent' && seen.ownLimit === true;
  // Only this call was not executed; another one with the same key may have been.
  if (!isFirstWord(attempt, via)) return { state: attempt.state === 'pending' ? 'unknown' : attempt.state, lookInSeconds: backoff(attempt.looks) };
  if (isOver(attempt)) return ended(state, attempt.voidRequested ? { outcome: 'voided', retryable: false } : { outcome: 'failed', retryable: true });
  if (mayTryElsewhere(attempt)) return { state, lookInSeconds: null, next: 'another_gateway' };
  // Told to come again after the window closes: the buyer is better told now.
  const inTime = retryAfterSeconds < attempt.secondsLeft;
  if ((attempt.looks < RESENDS_MAX || ownLimit) && inTime) return { state: 'pending', sent: 'never', lookInSeconds: Math.max(backoff(attempt.looks), retryAfterSeconds) };
  return ended(state, { outcome: 'failed', retryable: true });
}

function absent(attempt: AttemptFacts): Decision {
  const state = attempt.state === 'pending' ? 'unknown' : attempt.state;
  if (attempt.chargeId !== null) {
    const alarm = 'the gateway denies a charge that it had given a name';
    // Denied for half an hour, and nobody wants it any more: there is nothing left to void. Should its money come after all, it is believed.
    return isOver(attempt) && attempt.looks > LOOKS_BEFORE_PATIENCE ? { ...unexecuted(attempt), alarm } : { state, lookInSeconds: backoff(attempt.looks), alarm };
  }
  const stillPossible = attempt.secondsSinceSent !== null && attempt.secondsSinceSent < attempt.settleSecondsMax;
  if (isOver(attempt)) {
    if (stillPossible) return { state, lookInSeconds: backoff(attempt.looks) };
    return unexecuted(attempt);
  }
  if (attempt.looks <= REPLAYS_MAX) return { state, lookInSeconds: backoff(attempt.looks), next: 'replay', sent: 'again' };
  if (stillPossible) return { state, lookInSeconds: backoff(attempt.looks) };
  if (mayTryElsewhere(attempt)) return { state: 'not_sent', lookInSeconds: LATE_LOOK_SECONDS[0] as number, looksAgain: true, next: 'another_gateway' };
  return ended('not_sent', { outcome: 'failed', retryable: true });
}

function unexecuted({ voidRequested }: AttemptFacts): Decision {
  return voidRequested ? ended('voided', { outcome: 'voided', retryable: false }) : ended('failed', { outcome: 'failed', retryable: true });
}

/** Final, told, and still watched: for as long as money may come after all. */
function ended(state: AttemptState, ending: Ending): Decision {
  const watched = state === 'voided' || state === 'failed' || state === 'not_sent';
  return { state, ending, lookInSeconds: watched ? (LATE_LOOK_SECONDS[0] as number) : null, looksAgain: true };
}

/** Late news changes nothing but for money, and for what a gateway keeps aside on a card for nobody: that is looked for, and let go. */
function ofTheEnded(attempt: AttemptFacts, seen: Observation, via: Via): Decision | null {
  const kept = seen.kind === 'authorized' && attempt.authorises;
  // Still there after a look that should have let it go: until it is gone, for a card's holder waits for it.
  if (via === 'look') return kept ? { state: attempt.state, lookInSeconds: PATIENT_LOOK_SECONDS } : watchForLateMoney(attempt);
  return kept ? { state: attempt.state, lookInSeconds: PATIENT_LOOK_SECONDS, next: 'look' } : null;
}

function watchForLateMoney(attempt: AttemptFacts): Decision {
  return { state: attempt.state, lookInSeconds: LATE_LOOK_SECONDS[attempt.looks] ?? null };
}

function conflicted(): Decision {
  return { state: 'conflicted', lookInSeconds: null, ending: { outcome: 'conflicted', retryable: false }, alarm: 'the gateway took another amount or currency than ours' };
}

/** A window that closes before the next look brings it forward: what is not paid is voided then, well within the grace. */
const untilClosing = ({ secondsLeft }: AttemptFacts, seconds: number): number => (secondsLeft > 0 ? Math.min(seconds, secondsLeft + 1) : seconds);

/** Whether the payment is no longer wanted: cancelled, or past its window. */
export const isOver = (attempt: Pick<AttemptFacts, 'voidRequested' | 'deadlinePassed'>): boolean => attempt.voidRequested || attempt.deadlinePassed;

/** Whether this is said of the only call that was ever made; once somebody has looked or replayed, it no longer is. */
const isFirstWord = (attempt: AttemptFacts, via: Via): boolean => via === 'charge' && attempt.state === 'pending';

/** Whether the gateway has what it was asked for. */
export const asAsked = (attempt: Pick<AttemptFacts, 'amountCents' | 'currency'>, seen: Pick<Charged, 'amountCents' | 'currency'>): boolean => seen.amountCents === attempt.amountCents && seen.currency === attempt.currency;

const mayTryElsewhere = (attempt: AttemptFacts): boolean => attempt.anotherGateway && attempt.ordinal < ATTEMPTS_MAX && !isOver(attempt);
