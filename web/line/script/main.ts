import type { ScriptData } from '../page.ts';
import { type Step, viewOf } from '../view.ts';
import { keepOfflinePage } from './offline.ts';
import { part } from './parts.ts';
import { Screen } from './screen.ts';
import { wireTheme } from './theme.ts';
import { Visit } from './visit.ts';

const data = JSON.parse(document.body.dataset['line'] ?? '') as ScriptData;
const screen = new Screen(data);
const visit = new Visit(
  data,
  (sight, beside) => screen.show(viewOf(sight, data.words, data.languageTag, data.undecidedMinutes), beside),
  () => screen.turnNotch(),
);

const event = `/${data.locale}/events/${data.eventId}`;
const steps: Record<Exclude<Step, 'signIn'>, () => void> = {
  claim: () => void visit.claim(),
  proceed: () => void visit.claim(),
  again: () => void visit.again(),
  enter: () => void visit.again(),
  retry: () => void visit.again(),
  verified: () => void visit.again(),
  choose: () => location.assign(`${event}/choose`),
  toEvent: () => location.assign(event),
};
part('button').addEventListener('click', () => steps[part('button').dataset['step'] as keyof typeof steps]?.());

const dialog = part<HTMLDialogElement>('dialog');
part('leaveButton').addEventListener('click', () => {
  dialog.returnValue = '';
  dialog.showModal();
});
dialog.addEventListener('close', () => {
  if (dialog.returnValue === 'leave') void visit.leave();
});

// Who reads this needs no way round it.
part('slow').remove();
wireTheme();
void visit.start();
keepOfflinePage();
// Clocks on the page show seconds.
setInterval(() => visit.show(), 1_000);
