import type { Finding } from './invariants.js';

/** The table that `npm run verify` prints. */
export function describeFindings(findings: Finding[]): string {
  const lines = findings.flatMap(({ id, rule, rows, error }) => [
    `${outcome({ rows, error })}  ${id.padEnd(4)} ${rule}`,
    ...(error === undefined ? [] : [`        ${error}`]),
    ...rows.map((row) => `        ${describeRow(row)}`),
  ]);
  const broken = findings.filter(isBroken).length;
  const verdict = broken === 0 ? `${findings.length} rules hold.` : `${broken} of ${findings.length} rules are broken or could not be checked.`;
  return [...lines, '', verdict].join('\n');
}

export function isBroken({ rows, error }: Pick<Finding, 'rows' | 'error'>): boolean {
  return rows.length > 0 || error !== undefined;
}

function outcome(finding: Pick<Finding, 'rows'> & { error: string | undefined }): string {
  if (finding.error !== undefined) return '?';
  return finding.rows.length > 0 ? '✗' : '✓';
}

function describeRow(row: Record<string, unknown>): string {
  return Object.entries(row).map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(', ');
}
