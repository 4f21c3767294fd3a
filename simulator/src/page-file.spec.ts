import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { pageFile } from './page-file.ts';

test('a page may load both scripts, and finds of each what the provider gives and nothing else', () => {
  const page = createContext({ document: { currentScript: { src: 'http://127.0.0.1:1/script.js' } }, URL });
  page['window'] = page;
  const before = Object.keys(page);
  for (const name of ['stripe.js', 'mercado-pago.js', 'stripe.js']) runInContext(pageFile(name).body as string, page);
  expect(Object.keys(page).filter((name) => !before.includes(name))).toEqual(['Stripe', 'MercadoPago']);
  expect(runInContext("[typeof Framed, typeof Field, typeof origin, typeof Stripe('pk_test').elements]", page)).toEqual(['undefined', 'undefined', 'undefined', 'function']);
});
