import type { Watcher } from './rehearsal.ts';

const BAR = 24;

/** A line a second: overwritten in a terminal, one after the other elsewhere. */
export function progress(out: NodeJS.WriteStream): { watch: Watcher; say: (text: string) => void } {
  let written = '';
  const put = (line: string, final: boolean): void => {
    if (!out.isTTY) return void (line !== written && out.write(`${line}\n`));
    out.write(`\r\x1b[2K${line.slice(0, Math.max(20, out.columns - 1))}${final ? '\n' : ''}`);
    written = final ? '' : line;
  };
  return {
    say: (text) => put(text, true),
    watch: ({ phase, second, course }) => {
      // Stays to be read: who is killed (-9) after it leaves the event behind.
      if (course === null) return put(`  ${phase}`, true);
      if (Number.isNaN(second)) return put(`  ${phase} …`, false);
      const { figures, board, backlog } = course;
      const last = figures.seconds.at(-1);
      const stock = backlog.at(-1)?.stock;
      const sold = stock && stock.capacity > 0 ? bar(stock.sold / stock.capacity) : ' '.repeat(BAR);
      const purchase = last?.latency.purchase;
      put(
        [
          `${clock(second)} ${phase.padEnd(9)}`, sold,
          `${String(last?.counts.arrived ?? 0).padStart(5)} in`, `${String(board.waiting).padStart(6)} waiting`, `serving ${String(board.now.serving).padStart(6)}`,
          `${String(last?.counts.bought ?? 0).padStart(5)} bought/s`, purchase ? `p99 ${String(Math.round(purchase.p99)).padStart(5)} ms` : '            ', `${figures.totals.bought} in all`,
        ].join('  '),
        false,
      );
    },
  };
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * BAR);
  return '█'.repeat(full) + '░'.repeat(BAR - full);
}

/** `-0:07`, `1:32`: from the opening. */
export function clock(second: number): string {
  const size = Math.abs(second);
  return `${second < 0 ? '-' : ' '}${Math.floor(size / 60)}:${String(size % 60).padStart(2, '0')}`.padStart(6);
}
