import { z } from 'zod';
import { CardNumberRefused } from './payments.errors.js';

/** As long as a card's number: 13 to 19 digits, by themselves or in groups, that are no part of a longer word. */
const NUMBERS = /(?<![0-9A-Za-z])\d(?:[ .-]?\d){12,18}(?![0-9A-Za-z])/g;

/** Luhn's check (ISO/IEC 7812-1): every second digit from the right doubled, the digits of it all add up to tens. */
function checks(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Whether somewhere in this text stands what may be a card's number. A token that is a long number by itself is taken for one in one of ten cases. */
const mayHoldCardNumber = (text: string): boolean => (text.match(NUMBERS) ?? []).some((found) => checks(found.replaceAll(/\D/g, '')));

/** A card's token as the gateway's page gave it to the buyer. A card's number is refused at the door, so that neither log nor database ever has one. @throws CardNumberRefused */
export const cardToken = z
  .string()
  .min(1)
  .max(200)
  .refine((token) => {
    // A refusal of its own and not one mistake among others: whoever sends it has to know, and nothing may quote it.
    if (mayHoldCardNumber(token)) throw new CardNumberRefused();
    return true;
  })
  .describe("The card's token as its gateway's page gave it, never the card's number: Stripe's `pm_…`, `ctoken_…` or `tok_…`, Mercado Pago's behind the card's brand and a colon, `visa:…`.");
