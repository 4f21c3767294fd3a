import { X509Certificate } from 'node:crypto';

const DAY_MS = 86_400_000;
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** In how many days the first of these certificates ends, below zero where it has; null where there is none that can be read. */
export function daysLeft(pem: string, now: number): number | null {
  const ends = [...pem.matchAll(PEM)].flatMap(([text]) => {
    try {
      return [new X509Certificate(text).validToDate.getTime()];
    } catch {
      // The bank will refuse it in its own words; here it has no end.
      return [];
    }
  });
  return ends.length === 0 ? null : (Math.min(...ends) - now) / DAY_MS;
}
