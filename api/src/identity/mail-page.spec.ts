import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { resetPage, verifyPage } from './mail-page.js';

test.each([['confirming an address', verifyPage], ['a new password', resetPage]])('the page for %s runs and wears what its policy names, and nothing else inline', (_of, { html, policy }) => {
  const inline = [...html.matchAll(/<(script|style)>(.*?)<\/\1>/gs)].map(([, element, text]) => `${element}-src 'sha256-${createHash('sha256').update(text!).digest('base64')}'`);
  expect(inline).toHaveLength(2);
  for (const source of inline) expect(policy).toContain(source);
  expect(policy).not.toContain('unsafe');
  expect(html).not.toMatch(/ (style|on\w+)=/);
});
