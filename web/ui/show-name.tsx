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
          <span className="block text-[0.62em] leading-[1.15] text-quiet">{rest}</span>
        </>
      )}
    </span>
  );
}
