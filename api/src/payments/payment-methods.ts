import { Injectable } from '@nestjs/common';
import { newId } from '#platform';
import type { CardField } from './card-field.js';
import type { GatewayLine } from './gateway-line.js';
import { Gateways } from './gateways.js';

/** What is taken for the purchase that is asked about: two tickets of a middling price, with their whole window before them. */
const USUAL = { amountCents: 25_000, remainingSeconds: 300 };

/** A way to pay that is offered. `available`: somebody could take such a payment right now. */
export type PaymentMethod = { method: 'card'; available: boolean; fields: ({ gateway: string } & CardField)[] } | { method: 'pix' | 'wallet'; available: boolean };

/** Which ways to pay a page may offer, as this process sees its gateways. */
@Injectable()
export class PaymentMethods {
  constructor(private readonly gateways: Gateways) {}

  /** Those of sales, or of rehearsals, whose buyers have no balance. A method that no gateway has is not in it. */
  offered(sandbox: boolean): PaymentMethod[] {
    // Where a gateway has no field no page can enter a card for it, and another's token it would not take.
    const [cards, pix] = [this.linesFor('card', sandbox).filter(({ gateway }) => gateway.cardField !== null), this.linesFor('pix', sandbox)];
    return [
      ...(cards.length > 0 ? [{ method: 'card' as const, available: isPromising(cards), fields: fieldsOf(cards) }] : []),
      ...(pix.length > 0 ? [{ method: 'pix' as const, available: isPromising(pix) }] : []),
      ...(sandbox ? [] : [{ method: 'wallet' as const, available: true }]),
    ];
  }

  /** Best first; between equals each answer decides anew, by weight, as each payment would. */
  private linesFor(method: 'card' | 'pix', sandbox: boolean): GatewayLine[] {
    return this.gateways.offersFor({ ...USUAL, paymentId: newId(), method, sandbox });
  }
}

const isPromising = (lines: GatewayLine[]): boolean => lines.some(({ promising }) => promising);

function fieldsOf(lines: GatewayLine[]): ({ gateway: string } & CardField)[] {
  return lines.flatMap(({ name, gateway: { cardField } }) => (cardField ? [{ gateway: name, ...cardField }] : []));
}
