import { classNames } from './class-names.ts';
import { nameLines } from './name-lines.ts';

/** A show's name as on its poster: a tour or a night stands in a line of its own below. */
export function ShowName({ children, className }: { children: string; className?: string }) {
  const [name, rest] = nameLines(children);
  return (
    // Capitals with accents need the air above them.
    <span className={classNames('block leading-[1.04] wrap-anywhere', className)}>
      <span className="block">{name}</span>
      {rest !== null && (
        <>
          <span className="sr-only"> · </span>
          {/* Never smaller than the smallest text there is. */}
          <span className="block text-[max(0.62em,0.875rem)] leading-[1.15] text-quiet">{rest}</span>
        </>
      )}
    </span>
  );
}
