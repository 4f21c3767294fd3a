import { beforeEach, expect, test, vi } from 'vitest';
import words from '#words/pt.json' with { type: 'json' };
import { Standing } from './standing.ts';

const [ana, bia] = [{ id: 'ana', name: 'Ana' }, { id: 'bia', name: 'Bia' }];
const key = 'catraca.line.event';
const placeOf = (entry: number) => ({ lineToken: `token ${entry}`, entry, position: entry, state: 'waiting' as const, lineState: 'open' as const });
const newStanding = () => new Standing({ eventId: 'event', words: words.line.live });
const written = () => JSON.parse(localStorage.getItem(key) ?? 'null') as unknown;

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => void kept.set(name, value), removeItem: (name: string) => void kept.delete(name) });
});

function anaHasBeenHere(): void {
  const before = newStanding();
  before.accept(placeOf(0));
  before.belongsTo(ana);
}

test('the place that a second account gets of its own is written down as its own, and until then the first one’s stays', () => {
  anaHasBeenHere();
  const standing = newStanding();
  expect(standing.recall()).toEqual({ userId: 'ana' });
  standing.user = bia;
  standing.letGo();
  expect(written(), 'kept for it').toMatchObject({ place: { entry: 0 }, userId: 'ana' });
  standing.accept(placeOf(1));
  expect(written()).toMatchObject({ place: { entry: 1 }, userId: 'bia' });
});

test('with a place that another tab has written comes whose it is, also where that is all that is new', () => {
  anaHasBeenHere();
  const [here, there] = [newStanding(), newStanding()];
  for (const tab of [here, there]) tab.recall();
  there.user = bia;
  there.letGo();
  there.accept(placeOf(1));
  here.hearOtherTab(localStorage.getItem(key));
  expect(here.place).toMatchObject({ entry: 1 });
  here.remember();
  expect(written()).toMatchObject({ place: { entry: 1 }, userId: 'bia' });

  there.belongsTo(null);
  here.hearOtherTab(localStorage.getItem(key));
  here.remember();
  expect(written()).toMatchObject({ place: { entry: 1 }, userId: null });
});
