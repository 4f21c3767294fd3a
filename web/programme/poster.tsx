import { Turnstile } from '#ui/turnstile.tsx';
import { classNames } from '#ui/class-names.ts';
import { posterOf } from './offers.ts';
import type { EventListed } from './shown.ts';

interface PosterProps {
  of: Pick<EventListed, 'pictures'>;
  /** Beside the name it only illustrates, and a screen reader need not hear of it twice. */
  decorative?: boolean;
  /** The largest thing on the page: fetched before all else. */
  first?: boolean;
  className?: string;
}

/** A poster has four to five, as most are printed; where there is none, the house's mark stands on a bare wall. */
export function Poster({ of, decorative = false, first = false, className }: PosterProps) {
  const poster = posterOf(of);
  const shape = classNames('aspect-4/5 rounded-control bg-sunk object-cover object-top', className);
  if (poster === undefined) {
    return (
      <div aria-hidden="true" className={classNames(shape, 'grid place-items-center')}>
        <Turnstile className="size-1/3 opacity-40" />
      </div>
    );
  }
  return (
    // next/image sets inline styles, which the security policy refuses.
    <img src={poster.url} alt={decorative ? '' : poster.alt} width={800} height={1000} decoding="async" {...(first ? { fetchPriority: 'high' } : { loading: 'lazy' })} className={shape} />
  );
}
