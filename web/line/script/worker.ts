import { positionOf } from '../draw.ts';
import { solve } from '../proof-of-work.ts';
import type { Sum } from './sums.ts';

// A worker: the page goes on breathing while it counts, and those who need no sum never load what computes it.
addEventListener('message', ({ data }: MessageEvent<Sum>) => {
  postMessage(data.kind === 'solve' ? solve(data.challenge) : positionOf(data.entry, data.draw), { transfer: [] });
});
