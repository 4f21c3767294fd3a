'use client';

import { useTranslations } from 'next-intl';
import type { Sight } from './rules/sight.ts';

// What somebody sees without turning the head, in degrees: the picture's whole width.
const FIELD_DEGREES = 90;
const [WIDTH, HEIGHT] = [240, 110];
// A stage's opening is about so high as it is broad; the plan does not say, and the words under the picture do not claim it.
const HEIGHT_SHARE = 0.4;

/** The view as far as a plan knows it: how broad the stage stands there, and how much from the side. */
export function StageSight({ sight }: { sight: Sight }) {
  const t = useTranslations('seats');
  const width = Math.max(6, Math.min(WIDTH - 20, (sight.degrees / FIELD_DEGREES) * WIDTH));
  const height = Math.max(4, Math.min(64, (width / Math.max(0.4, Math.cos((sight.obliqueDegrees * Math.PI) / 180))) * HEIGHT_SHARE));
  const [left, floor] = [(WIDTH - width) / 2, 78];
  // Seen from the side, the nearer edge of the stage is the taller one.
  const lean = (Math.sin((sight.obliqueDegrees * Math.PI) / 180) * height) / 5;
  const [leftLean, rightLean] = sight.side === 'middle' ? [0, 0] : sight.side === 'left' ? [lean, 0] : [0, lean];
  return (
    <figure className="grid w-full content-start gap-1 sm:w-60">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" className="w-full rounded-control border border-line bg-sunk">
        <path d={`M0 ${HEIGHT} L${left} ${floor} H${left + width} L${WIDTH} ${HEIGHT} Z`} className="fill-raised" />
        <path d={`M${WIDTH / 2} ${floor - height - 26} L${left - 8} ${floor} H${left + width + 8} Z`} className="fill-light opacity-15" />
        <path d={`M${left} ${floor} V${floor - height - leftLean} L${left + width} ${floor - height - rightLean} V${floor} Z`} className="fill-light opacity-35" />
        <path d={`M${left} ${floor} H${left + width}`} className="stroke-light" strokeWidth="3" />
        {[0, 1, 2, 3, 4, 5, 6].map((at) => (
          <circle key={at} cx={20 + at * 33} cy={HEIGHT - 4} r="11" className="fill-ground stroke-line" />
        ))}
      </svg>
      <figcaption className="text-fine text-quiet">
        {t('sight', { side: sight.side, size: sight.size })} {t('sight-limits')}
      </figcaption>
    </figure>
  );
}
