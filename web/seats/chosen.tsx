'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Button } from '#ui/button.tsx';
import { formatMoney } from '#ui/money.tsx';
import { Select } from '#ui/select.tsx';
import { Stub } from '#ui/stub.tsx';
import { sectionOfSeat, type Plan } from './engine/plan.ts';
import { countOf, totalOf, type Choice, type TicketType } from './rules/choice.ts';
import { useSeatWords } from './seat-words.ts';

interface ChosenProps {
  plan: Plan;
  types: readonly TicketType[];
  choice: Choice;
  limit: number;
  locked: boolean;
  onRemove: (seat: number) => void;
  onType: (seat: number, ticketTypeId: string) => void;
  onClear: () => void;
}

/** What is chosen so far, each seat a stub with its price. */
export function Chosen({ plan, types, choice, limit, locked, onRemove, onType, onClear }: ChosenProps) {
  const t = useTranslations('seats');
  const words = useSeatWords(plan, types);
  return (
    <section aria-labelledby="chosen" className="grid gap-3">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="chosen" className="text-lead font-bold">
          {t('chosen')}
        </h2>
        <p className="text-fine text-quiet tabular-nums">{t('of-limit', { count: countOf(choice), limit })}</p>
      </div>
      {countOf(choice) === 0 && <p className="text-quiet">{t('nothing-chosen', { limit })}</p>}
      {choice.kind === 'places' && <PlacesStub choice={choice} types={types} locked={locked} onClear={onClear} />}
      <ul className="grid gap-3">
        {choice.kind === 'seats' &&
          choice.seats.map(({ seat, ticketTypeId }) => {
            const section = sectionOfSeat(plan, seat);
            return (
              <Stub key={seat} as="li">
                <div className="flex items-start justify-between gap-2">
                  <div>
                    <p className="text-fine text-quiet">{section.name}</p>
                    <p className="font-bold">{words.place(seat)}</p>
                    {words.kind(seat) !== '' && <p className="text-fine text-cool">{words.kind(seat)}</p>}
                  </div>
                  <Button kind="quiet" className="px-2" disabled={locked} aria-label={t('remove-seat', { seat: words.place(seat) })} onClick={() => onRemove(seat)}>
                    {t('remove')}
                  </Button>
                </div>
                <SeatType seat={words.place(seat)} types={types.filter(({ category, kind }) => category === section.category && kind === 'seated')} value={ticketTypeId} locked={locked} onChange={(id) => onType(seat, id)} />
              </Stub>
            );
          })}
      </ul>
    </section>
  );
}

function SeatType({ seat, types, value, locked, onChange }: { seat: string; types: readonly TicketType[]; value: string; locked: boolean; onChange: (ticketTypeId: string) => void }) {
  const t = useTranslations('seats');
  const locale = useLocale();
  const chosen = types.find(({ id }) => id === value);
  return (
    <Select
      label={t('ticket-type')}
      aria-label={t('ticket-type-of', { seat })}
      className="mt-2"
      disabled={locked}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      options={types.map(({ id, name, price }) => ({ value: id, label: `${name} — ${formatMoney(locale, price)}` }))}
      hint={chosen?.proofRequired ? t('proof') : undefined}
    />
  );
}

function PlacesStub({ choice, types, locked, onClear }: { choice: Extract<Choice, { kind: 'places' }>; types: readonly TicketType[]; locked: boolean; onClear: () => void }) {
  const t = useTranslations('seats');
  const locale = useLocale();
  const type = types.find(({ id }) => id === choice.ticketTypeId);
  const total = totalOf(choice, types);
  return (
    <Stub>
      <div className="flex items-start justify-between gap-2">
        <div>
          <p className="font-bold">{type?.name}</p>
          <p className="text-fine text-quiet tabular-nums">{t('count-of', { count: choice.quantity, price: type ? formatMoney(locale, type.price) : '' })}</p>
          <p className="font-bold tabular-nums">{total && formatMoney(locale, total)}</p>
        </div>
        <Button kind="quiet" className="px-2" disabled={locked} onClick={onClear}>
          {t('remove')}
        </Button>
      </div>
    </Stub>
  );
}
