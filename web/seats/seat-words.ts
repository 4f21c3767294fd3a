'use client';

import { useLocale, useTranslations } from 'next-intl';
import { formatMoney } from '#ui/money.tsx';
import { rowOfSeat, sectionOfSeat, type Plan } from './engine/plan.ts';
import { usualType, type TicketType } from './rules/choice.ts';

/** How a seat is called: everywhere the same, on the map, in the list, to a screen reader. */
export function useSeatWords(plan: Plan, types: readonly TicketType[]) {
  const t = useTranslations('seats');
  const locale = useLocale();
  const row = (seat: number) => rowOfSeat(plan, seat).name;
  /** "Row C, seat 12" */
  const place = (seat: number) => t('place', { row: row(seat), seat: plan.numbers[seat]! });
  /** "Row C, seats 12, 13" where all stand in one row. */
  const places = (seats: readonly number[]) =>
    new Set(seats.map(row)).size === 1 && seats.length > 1 ? t('places', { row: row(seats[0]!), seats: seats.map((seat) => plan.numbers[seat]!).join(', ') }) : seats.map(place).join('; ');
  const price = (seat: number) => {
    const type = usualType(types, sectionOfSeat(plan, seat).category, 'seated');
    return type ? formatMoney(locale, type.price) : t('not-for-sale');
  };
  const kind = (seat: number) => (plan.wheelchair.has(seat) ? t('wheelchair-place') : plan.companionOf.has(seat) ? t('companion-seat') : '');
  /** All of it, for who hears it. */
  const whole = (seat: number) => [sectionOfSeat(plan, seat).name, place(seat), kind(seat), price(seat)].filter((part) => part !== '').join(', ');
  return { place, places, price, kind, whole };
}
