interface Rule {
  withdrawalDays: number;
  withdrawalHoursBefore: number;
  startsAt: string;
  timezone: string;
}

const HOUR_MS = 3_600_000;

/**
 * Until when the buyer may withdraw, or null where the event never allowed it: the end of the last day, counted from the day
 * after the purchase in the event's zone, and some hours before the show in any case. The box office decides; this says it beforehand.
 */
export function withdrawalUntil(boughtAt: string, { withdrawalDays, withdrawalHoursBefore, startsAt, timezone }: Rule): Date | null {
  if (withdrawalDays === 0) return null;
  const [year, month, day] = dayIn(timezone, Date.parse(boughtAt));
  const end = midnightIn(timezone, Date.UTC(year, month - 1, day + withdrawalDays + 1));
  return new Date(Math.min(end, Date.parse(startsAt) - withdrawalHoursBefore * HOUR_MS));
}

const wallOf = (timezone: string, at: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' }).format(at);

function dayIn(timezone: string, at: number): [number, number, number] {
  const [year = 0, month = 0, day = 0] = wallOf(timezone, at).split(' ')[0]!.split('-').map(Number);
  return [year, month, day];
}

/** The instant at which a clock in the zone shows what one in Greenwich shows at `wall`. */
function midnightIn(timezone: string, wall: number): number {
  const offsetAt = (at: number) => Date.parse(`${wallOf(timezone, at).replace(' ', 'T')}Z`) - at;
  const guess = wall - offsetAt(wall);
  return wall - offsetAt(guess);
}
