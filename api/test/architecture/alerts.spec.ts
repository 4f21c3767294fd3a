import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const root = join(import.meta.dirname, '../../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

// What Prometheus itself refuses is refused here: an unknown field, a duration that is none, a rule without an expression.
const duration = z.string().regex(/^(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/).min(2);
const rule = z.strictObject({
  alert: z.string().regex(/^[A-Z][A-Za-z]+$/),
  expr: z.string().min(1),
  for: duration,
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string().min(10), description: z.string().min(10), runbook: z.string() }),
});
const file = z.strictObject({ groups: z.array(z.strictObject({ name: z.string(), interval: duration.optional(), rules: z.array(rule).min(1) })).min(1) });
const { groups } = file.parse(parse(text('docs/prometheus/alerts.yml')));
const rules = groups.flatMap((group) => group.rules);

/** The numbers that the program tells, and by which labels. */
const told = new Map(
  readdirSync(join(root, 'api/src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .flatMap((name) => [...text(join('api/src', name)).matchAll(/\.(counter|gauge|histogram)\(\s*['`](catraca_[^'`]+)['`],\s*(?:'(?:\\.|[^'\\])*'|"[^"]*")(?:,\s*\[([^\]]*)\])?/g)])
    .flatMap(([, kind, name, labels = '']) => {
      const own = [...labels.matchAll(/'(\w+)'/g)].map(([, label]) => label as string);
      // Of a database that a service has of its own; the wallet is the one that may have one.
      const full = (name as string).replace('${name}', 'wallet');
      return kind === 'histogram' ? ['_bucket', '_sum', '_count'].map((part): [string, string[]] => [full + part, [...own, 'le']]) : [[full, own] as [string, string[]]];
    }),
);

interface Selector {
  metric: string;
  labels: string[];
}

const selectorsOf = (expr: string): Selector[] =>
  [...expr.matchAll(/(catraca_\w+)(?:\{([^}]*)\})?/g)].map(([, metric, matchers = '']) => ({ metric: metric as string, labels: [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label as string) }));

test('an alert is named once, and its group, too', () => {
  expect(rules.length).toBeGreaterThan(15);
  for (const names of [rules.map(({ alert }) => alert), groups.map(({ name }) => name)]) expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
});

test('every number that an alert looks at is told by the program, with the labels by which it is chosen', () => {
  expect(told.size).toBeGreaterThan(40);
  expect(told.get('catraca_mails')).toEqual(['state']);
  for (const { alert, expr } of rules) {
    const selectors = selectorsOf(expr);
    expect(selectors.length, `${alert} looks at nothing`).toBeGreaterThan(0);
    for (const { metric, labels } of selectors) {
      const own = told.get(metric);
      expect(own, `${alert} looks at ${metric}, which nobody tells`).toBeDefined();
      expect(labels.filter((label) => !own?.includes(label)), `${metric} has no such label (${alert})`).toEqual([]);
    }
  }
});

test('what an alert is counted by, and what its words name, is a label of what it looks at', () => {
  for (const { alert, expr, annotations } of rules) {
    const known = selectorsOf(expr).flatMap(({ metric }) => told.get(metric) ?? []);
    const by = [...expr.matchAll(/\b(?:by|on)\s*\(([^)]*)\)/g)].flatMap(([, labels]) => (labels as string).split(',').map((label) => label.trim()));
    expect(by.filter((label) => !known.includes(label)), alert).toEqual([]);
    const named = [...Object.values(annotations).join(' ').matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label as string);
    expect(named.filter((label) => !by.includes(label)), alert).toEqual([]);
  }
});

test('the brackets and quotes of an expression and the templates of its words are closed', () => {
  for (const { alert, expr, annotations } of rules) {
    const bare = expr.replaceAll(/"[^"]*"/g, '');
    expect(bare, alert).not.toContain('"');
    const open: string[] = [];
    for (const [sign] of bare.matchAll(/[(){}[\]]/g)) {
      if ('({['.includes(sign)) open.push(sign);
      else expect(`${open.pop() ?? ''}${sign}`, alert).toMatch(/^(\(\)|\{\}|\[\])$/);
    }
    expect(open, alert).toEqual([]);
    for (const words of Object.values(annotations)) expect(words.replaceAll(/\{\{ \$(?:value|labels\.\w+)(?: \| humanize\w*)? \}\}/g, ''), alert).not.toMatch(/\{\{|\}\}/);
  }
});

test('every alert says where its runbook stands, and every runbook is an alert’s', () => {
  const page = text('docs/operations.md');
  const chapter = page.slice(page.indexOf('## When an alert fires')).split(/\n## /)[0] as string;
  const headings = [...chapter.matchAll(/^### (\w+)$/gm)].map(([, heading]) => heading as string);
  const linked = rules.map(({ annotations }) => annotations.runbook);
  expect([...new Set(linked)].toSorted()).toEqual(headings.map((heading) => `docs/operations.md#${heading.toLowerCase()}`).toSorted());
});
