import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    houseUrl: string;
    houseHome: string;
  }
}

/** Where the box office of this test run is: API and pages under one address, a demo with its accounts (start-house.ts). */
export function houseUrl(): string {
  return inject('houseUrl');
}

/** Where it keeps its own; empty for a house that was named without it. */
export function houseHome(): string {
  return inject('houseHome');
}
