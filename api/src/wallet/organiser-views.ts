/** What an organiser and administrators see of an organiser's account. */
import type { z } from 'zod';
import { type OwedLine, owedCents } from './apportionment.js';
import type { owedAnswer, settlementAnswer, settlementList } from './organiser.schemas.js';
import type { Owed, SettlementDetail, SettlementRow } from './organiser-settlement.repository.js';

const moneyIn = (currency: string) => (amountCents: number) => ({ amountCents, currency });

function lineView(line: OwedLine, currency: string): z.infer<typeof owedAnswer>['lines'][number] {
  const money = moneyIn(currency);
  return {
    ...(line.eventId !== null && { eventId: line.eventId }),
    carried: money(line.carriedCents),
    captured: money(line.capturedCents),
    refunded: money(line.refundedCents),
    fees: money(line.feeCents),
    other: money(line.otherCents),
    outstanding: money(owedCents(line)),
  };
}

export function owedView({ balanceCents, heldBackCents, availableCents, coveredUntil, lines }: Owed, currency: string): z.infer<typeof owedAnswer> {
  const money = moneyIn(currency);
  return {
    balance: money(balanceCents),
    heldBack: money(heldBackCents),
    available: money(availableCents),
    coveredUntil: coveredUntil.toISOString(),
    lines: lines.map((line) => lineView(line, currency)),
  };
}

export function settlementView({ id, ownerId, number, amountCents, currency, reference, coveredUntil, madeBy, createdAt }: SettlementRow): z.infer<typeof settlementList>['items'][number] {
  return {
    id, organiserId: ownerId, number, amount: { amountCents, currency }, reference, coveredUntil: coveredUntil.toISOString(), madeBy, createdAt: createdAt.toISOString(),
  };
}

export function settlementDetailView({ lines, ...settlement }: SettlementDetail): z.infer<typeof settlementAnswer> {
  const { currency } = settlement;
  return { ...settlementView(settlement), lines: lines.map((line) => ({ ...lineView(line, currency), paid: { amountCents: line.paidCents, currency } })) };
}
