import { expect, it } from 'vitest';
import { returnAddress } from './return-address.ts';

it('goes back to a page of this site', () => {
  for (const path of ['/pt/checkout/019aa000', '/es/orders?after=1', '/en/tickets#019aa000']) expect(returnAddress(path, '/pt')).toBe(path);
});

it('never goes to another site, a script or the API', () => {
  const bad = ['//evil.example', '/\\evil.example', '\\\\evil.example', 'https://evil.example', 'javascript:alert(1)', 'evil', '/\t/evil.example', '/a/..//evil.example', '/api/v1/auth/oidc', '', `/${'a'.repeat(600)}`, ['/pt', '/en'], undefined];
  for (const path of bad) expect(returnAddress(path, '/pt')).toBe('/pt');
});
