'use client';

import { type CardWish, places } from './card.ts';

/** Where Mercado Pago puts a frame for each field. What a field is called is also told inside of its frame, for who listens. */
export function SecureFields({ names }: { names: CardWish['names'] }) {
  return (
    <div className="grid grid-cols-2 items-end gap-3">
      <Place id={places.cardNumber} name={names.number} className="col-span-2" />
      <Place id={places.expirationDate} name={names.expiry} />
      <Place id={places.securityCode} name={names.code} />
    </div>
  );
}

function Place({ id, name, className = '' }: { id: string; name: string; className?: string }) {
  return (
    <div className={`grid gap-1 ${className}`}>
      <span aria-hidden="true" className="font-semibold">
        {name}
      </span>
      <div id={id} className="h-11 w-full rounded-control border border-edge bg-sunk px-3 focus-within:border-light focus-within:outline-3 focus-within:outline-offset-2 focus-within:outline-light" />
    </div>
  );
}
