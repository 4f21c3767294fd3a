import { Injectable } from '@nestjs/common';
import { Database, Log } from '#platform';
import { attemptIdOf } from './attempt.repository.js';
import { Attempts } from './attempts.js';
import { type DifferenceKind, judgeCharge, judgeRefund, sideOf, type Verdict } from './difference.js';
import { type Difference, DifferenceRepository, type Finding } from './difference.repository.js';
import { Differences } from './differences.js';
import type { GatewayLine } from './gateway-line.js';
import { GatewaySilent, type ListedCharge, type ListedRefund, type RefundObservation } from './payment-gateway.js';
import { type GatewayList, type OurCharge, type OurRefund, ReconciliationRepository } from './reconciliation.repository.js';
import { Refunds } from './refunds.js';

/** Charges appear in a gateway's list a little after they were made. */
const OVERLAP_MS = 60_000;
const FIRST_TIME_MS = 3_600_000;
/**
 * What a list said of a charge may change after it was read: a Pix is paid late, a payment reversed. Once a day the last three are read
 * again, as long as anybody's money may be late.
 */
const AGAIN_EVERY_SECONDS = 86_400;
const AGAIN_MS = 3 * 86_400_000;
/** Twice the time that a call may take, and half of the overlap: what is younger is on its way, and is in the next list again. */
const YOUNG_SECONDS = 30;
/** What was not in fifteen lists is not in any. */
const UNLISTED_SECONDS = 900;
/** Questions to a gateway in one run, so that an outage of its memory does not take all of its pace. */
const QUESTIONS_MAX = 100;

const CHARGE_KINDS = ['charge_state', 'charge_amount', 'charge_unknown', 'charge_missing'] as const satisfies readonly DifferenceKind[];
const REFUND_KINDS = ['refund_state', 'refund_amount', 'refund_unknown', 'refund_missing'] as const satisfies readonly DifferenceKind[];

/**
 * Compares each gateway's own lists with ours. Where the gateway knows more, it is heard like any webhook; what does not
 * agree even then is a difference. What of ours is in no list is asked about, and what was found before is asked about again.
 */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly database: Database,
    private readonly repository: ReconciliationRepository,
    private readonly differences: Differences,
    private readonly open: DifferenceRepository,
    private readonly attempts: Attempts,
    private readonly refunds: Refunds,
    private readonly log: Log,
  ) {}

  /** One gateway's lists and ours. One that does not answer, or whose pace leaves no room, is compared the next time. */
  async compare(line: GatewayLine): Promise<void> {
    try {
      await this.compareLists(line);
    } catch (error) {
      if (!(error instanceof GatewaySilent)) throw error;
      this.log.warn({ gateway: line.name }, 'a gateway gave no list to compare with');
    }
  }

  private async compareLists(line: GatewayLine): Promise<void> {
    const { gateway, name } = line;
    const again = await this.repository.againIsDue(this.database.reads, name, AGAIN_EVERY_SECONDS);
    const backMs = again ? AGAIN_MS : OVERLAP_MS;
    const [charges, refunds] = [await this.from(name, 'charges', backMs), await this.from(name, 'refunds', backMs)];
    for await (const page of line.paced((inTurn) => gateway.list(charges, inTurn))) await this.listed(name, 'charges', page, () => this.hearCharges(line, page, true));
    for await (const page of line.paced((inTurn) => gateway.listRefunds(refunds, inTurn))) await this.listed(name, 'refunds', page, () => this.hearRefunds(name, page));
    if (again) await this.repository.comparedAgain(this.database.reads, name);
    await this.askAboutUnlisted(line);
    await this.askAgain(line);
  }

  private async from(gateway: string, list: GatewayList, backMs: number): Promise<Date> {
    const known = await this.repository.comparedUntil(this.database.reads, gateway, list);
    return new Date((known?.getTime() ?? Date.now() - FIRST_TIME_MS) - backMs);
  }

  private async listed(gateway: string, list: GatewayList, page: { createdAt: Date }[], hear: () => Promise<void>): Promise<void> {
    await hear();
    const last = page.at(-1);
    if (last) await this.repository.compared(this.database.reads, gateway, list, last.createdAt);
  }

  private async hearCharges({ name: gateway, gateway: { listsReceipts } }: GatewayLine, page: Omit<ListedCharge, 'createdAt'>[], listed: boolean): Promise<void> {
    // References of another form are another installation's.
    const said = page.flatMap((each) => (attemptIdOf(each.reference) === undefined ? [] : [{ ...each, id: attemptIdOf(each.reference) as string }]));
    const ids = said.map(({ id }) => id);
    const judge = (ours: Map<string, OurCharge>) => (each: (typeof said)[number]) => verdictOf(ours.get(each.id), (mine) => judgeCharge(mine, each.observation, listsReceipts && listed));
    const before = await this.repository.charges(this.database.reads, gateway, ids);
    const heard = new Set(said.filter((each) => judge(before)(each) === 'hear'));
    await Promise.all([...heard].map(({ id, observation }) => this.attempts.hear({ attemptId: id, observation, via: 'notice' })));
    const after = heard.size > 0 ? await this.repository.charges(this.database.reads, gateway, ids) : before;
    const results = said.map((each) => ({
      reference: each.reference, mine: after.get(each.id), was: before.get(each.id), theirs: sideOf(each.observation), verdict: judge(after)(each), heard: heard.has(each),
    }));
    await this.record(gateway, 'charges', results, [...after.keys()], listsReceipts ? receiptKinds(listed) : CHARGE_KINDS);
  }

  private async hearRefunds(gateway: string, page: Omit<ListedRefund, 'createdAt'>[]): Promise<void> {
    const chargeIds = page.flatMap(({ chargeReference }) => attemptIdOf(chargeReference) ?? []);
    const charges = await this.repository.charges(this.database.reads, gateway, chargeIds);
    // Refunds of charges that are not ours are another installation's.
    const said = page.flatMap((each) => {
      const charge = charges.get(attemptIdOf(each.chargeReference) ?? '');
      return charge ? [{ ...each, id: attemptIdOf(each.reference) ?? '', charge }] : [];
    });
    const ids = said.map(({ id }) => id).filter((id) => id !== '');
    const judge = (ours: Map<string, OurRefund>) => (each: (typeof said)[number]) => verdictOf(ours.get(each.id), (mine) => judgeRefund(mine, each.observation, each.amountCents));
    const before = await this.repository.refunds(this.database.reads, gateway, ids);
    const heard = new Set(said.filter((each) => judge(before)(each) === 'hear'));
    await Promise.all([...heard].map(({ id, observation }) => this.refunds.hear({ refundId: id, observation })));
    const after = heard.size > 0 ? await this.repository.refunds(this.database.reads, gateway, ids) : before;
    const results = said.map((each) => ({
      reference: each.reference, mine: after.get(each.id), was: before.get(each.id), paymentId: each.charge.paymentId,
      theirs: sideOf(each.observation, each.amountCents), verdict: judge(after)(each), heard: heard.has(each),
    }));
    await this.record(gateway, 'refunds', results, [...after.keys()], REFUND_KINDS);
  }

  private async record(gateway: string, list: GatewayList, results: Result[], listedIds: string[], settling: readonly DifferenceKind[]): Promise<void> {
    const state = list === 'charges' ? 'charge_state' : 'refund_state';
    const findings = results.flatMap(({ reference, mine, was, paymentId, theirs, verdict, heard }): Finding[] => {
      const parts = { reference, paymentId: mine?.paymentId ?? paymentId ?? null, theirs };
      if (verdict === 'agrees') return heard ? [{ ...parts, kind: state, ours: ourSide(was), repaired: true }] : [];
      if (verdict === 'unheard') return [];
      return [{ ...parts, kind: verdict === 'hear' ? state : verdict, ours: ourSide(mine), repaired: false }];
    });
    const references = results.filter(({ verdict }) => verdict === 'agrees').map(({ reference }) => reference);
    await this.database.transaction(async (tx) => {
      await this.repository.markListed(tx, list, listedIds);
      await this.differences.record(tx, gateway, once(findings), { kinds: settling, references });
    });
  }

  private async askAboutUnlisted(line: GatewayLine): Promise<void> {
    for (const charge of await this.repository.unlistedCharges(this.database.reads, line.name, UNLISTED_SECONDS, QUESTIONS_MAX)) await this.askCharge(line, charge);
    for (const refund of await this.repository.unlistedRefunds(this.database.reads, line.name, UNLISTED_SECONDS, QUESTIONS_MAX)) await this.askRefund(line, refund);
  }

  /** What differed before may agree by now, and its charge is in no list any more. */
  private async askAgain(line: GatewayLine): Promise<void> {
    const open = await this.open.takeOpen(this.database.reads, line.name, QUESTIONS_MAX);
    const refunds = await this.repository.refunds(this.database.reads, line.name, idsOf(open, 'refund'));
    const charges = await this.repository.charges(this.database.reads, line.name, idsOf(open, 'charge'));
    for (const { kind, reference } of open) {
      const id = attemptIdOf(reference) ?? '';
      const refund = refunds.get(id);
      if (kind.startsWith('charge')) await this.askCharge(line, charges.get(id) ?? { reference, chargeId: null });
      else if (refund) await this.askRefund(line, refund);
    }
  }

  private async askCharge(line: GatewayLine, { reference, chargeId }: Pick<OurCharge, 'reference' | 'chargeId'>): Promise<void> {
    const observation = await line.ask(() => line.gateway.find({ reference, chargeId }));
    if (observation.kind !== 'unreachable') await this.hearCharges(line, [{ reference, observation }], false);
  }

  private async askRefund(line: GatewayLine, refund: OurRefund): Promise<void> {
    const { reference, amountCents } = refund;
    const observation: RefundObservation = await line.giveBack(() => line.gateway.findRefund(refund));
    if (observation.kind === 'unknown') return;
    const verdict = judgeRefund(refund, observation, amountCents);
    const isNamedNow = refund.gatewayRefundId === null && 'refundId' in observation;
    if (verdict === 'hear' || isNamedNow) await this.refunds.hear({ refundId: refund.id, observation });
    const mine = (await this.repository.refunds(this.database.reads, line.name, [refund.id])).get(refund.id);
    await this.record(line.name, 'refunds', [{ reference, mine, was: refund, theirs: sideOf(observation, amountCents), verdict: judgeRefund(mine, observation, amountCents), heard: verdict === 'hear' }], [refund.id], REFUND_KINDS);
  }
}

interface Result {
  reference: string;
  mine: OurCharge | OurRefund | undefined;
  was: OurCharge | OurRefund | undefined;
  paymentId?: string;
  theirs: Finding['theirs'];
  verdict: Verdict;
  heard: boolean;
}

/**
 * What may settle by itself where money is listed receipt by receipt. That one of them agrees says nothing of its charge's others, so a list settles
 * nothing and the charge is asked about; and money that came once more does not go by itself.
 */
const receiptKinds = (listed: boolean): readonly DifferenceKind[] => (listed ? [] : CHARGE_KINDS.filter((kind) => kind !== 'charge_unknown'));

/** A page may say the same of one reference twice, and a difference is one row. */
const once = (findings: Finding[]): Finding[] => [...new Map(findings.map((each) => [`${each.kind} ${each.reference}`, each])).values()];

const verdictOf = <Ours extends { ageSeconds: number }>(ours: Ours | undefined, judge: (ours: Ours | undefined) => Verdict): Verdict =>
  ours && ours.ageSeconds < YOUNG_SECONDS ? 'unheard' : judge(ours);

const ourSide = (ours: OurCharge | OurRefund | undefined): Finding['ours'] => (ours ? { state: ours.state, amountCents: ours.amountCents } : null);

const idsOf = (open: Difference[], about: 'charge' | 'refund'): string[] => open.filter(({ kind }) => kind.startsWith(about)).flatMap(({ reference }) => attemptIdOf(reference) ?? []);
