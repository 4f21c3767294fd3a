/** A message's payload without the person it names. Pure. */
import { FORGOTTEN_ADDRESS, FORGOTTEN_DEVICE } from '../personal-data.js';

/** What stands for whatever a payload says of a person, such that it can still be delivered. */
const INSTEAD: Record<string, unknown> = {
  email: FORGOTTEN_ADDRESS, payerEmail: FORGOTTEN_ADDRESS, name: '', payerName: '', holder: null, address: '::', deviceId: FORGOTTEN_DEVICE, link: '', personal: {},
};
/** Where else than at its top a payload says something of a person. The name of a product is not one's. */
const PERSONAL_PARTS = new Set(['buyer', 'tickets']);

/** The names of what a payload says of a person. */
export const personalNames: readonly string[] = Object.keys(INSTEAD);

/** The payload, and the texts that were taken out of it. */
export function withoutPerson(payload: unknown): { payload: unknown; taken: string[] } {
  const taken: string[] = [];
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => {
      if (PERSONAL_PARTS.has(key)) return [key, strip(part)];
      if (!Object.hasOwn(INSTEAD, key) || part === null) return [key, part];
      if (key === 'personal') taken.push(...Object.values(part as object).filter((text) => typeof text === 'string'));
      else if (typeof part === 'string' && part !== INSTEAD[key]) taken.push(part);
      return [key, INSTEAD[key]];
    }));
  };
  return { payload: strip(payload), taken: taken.filter((text) => text !== '') };
}
