import type { ScriptData } from '../page.ts';
import type { Fact, View } from '../view.ts';
import { fill } from '../words.ts';
import { Alerts } from './alerts.ts';
import { Announcer } from './announcer.ts';
import { part, show, write } from './parts.ts';

/** What is to be seen beside the view itself. */
export interface Beside {
  offline: boolean;
  note: string | null;
  /** A claim is on its way. */
  busy: boolean;
  /** Null: nobody has signed in. Undefined: not known yet. */
  userName: string | null | undefined;
}

/** The page's face: writes views into the parts that page.ts made. */
export class Screen {
  readonly #data: ScriptData;
  readonly #alerts: Alerts;
  readonly #announcer = new Announcer();
  readonly #pageTitle = document.title;
  #scene: View['scene'] | null = null;
  #notches = 0;
  #facts = '';

  constructor(data: ScriptData) {
    this.#data = data;
    this.#alerts = new Alerts(data.title, data.words);
  }

  show(view: View, beside: Beside): void {
    const { words, title } = this.#data;
    part('stage').dataset['scene'] = view.scene;
    write('sentence', view.sentence);
    write('value', view.figure?.value ?? '');
    write('label', view.figure?.label ?? '');
    show('figure', view.figure !== null);
    this.#showStep(view, beside.busy);
    this.#showFacts(view.facts);
    write('outlook', view.outlook ?? '');
    show('outlook', view.outlook !== null);
    write('note', beside.note ?? '');
    show('note', beside.note !== null);
    write('offline', beside.offline ? (view.canLeave ? words.offlinePlace : words.offline) : '');
    show('offline', beside.offline);
    this.#showAccount(view, beside.userName);
    show('alerts', view.canLeave && !isTurn(view));
    show('leave', view.canLeave);
    document.title = view.title === null ? this.#pageTitle : `${view.title} · ${title}`;
    this.#announce(view, beside);
  }

  /** The line has moved. */
  turnNotch(): void {
    this.#notches += 1;
    // Through the object model, where the content security policy allows what it forbids in the page's text.
    part('arms').style.transform = `rotate(${this.#notches * 120}deg)`;
  }

  #showStep({ step, scene }: View, busy: boolean): void {
    const isLink = step?.name === 'signIn';
    show('step', step !== null && !isLink);
    const button = part<HTMLButtonElement>('button');
    button.dataset['step'] = step?.name ?? '';
    button.setAttribute('aria-disabled', String(busy));
    write('button', busy && scene === 'called' ? this.#data.words.claiming : (step?.label ?? ''));
    part('signIn').className = isLink ? 'main' : 'quiet';
  }

  #showFacts(facts: Fact[]): void {
    const known = JSON.stringify(facts);
    if (known === this.#facts) return;
    this.#facts = known;
    const rows = facts.map(({ label, value }) => {
      const row = document.createElement('div');
      row.append(Object.assign(document.createElement('dt'), { textContent: label }), Object.assign(document.createElement('dd'), { textContent: value }));
      return row;
    });
    part('facts').replaceChildren(...rows);
    show('facts', rows.length > 0);
  }

  #showAccount(view: View, userName: string | null | undefined): void {
    const { scene, canLeave } = view;
    const asked = scene === 'signIn' || scene === 'notYours';
    const other = scene === 'anothers';
    const hint = userName === null ? this.#data.words.signInHint : userName === undefined ? '' : fill(this.#data.words.signedIn, { name: userName });
    write('accountText', asked || other ? '' : hint);
    show('accountText', !asked && !other && hint !== '');
    write('signIn', other ? this.#data.words.otherAccount : this.#data.words.signInAction);
    show('signIn', asked || other || userName === null);
    // At the turn there is one thing to do, and it is not this.
    show('account', asked || other || (canLeave && !isTurn(view) && userName !== undefined));
  }

  #announce(view: View, { note, offline }: Beside): void {
    const changed = view.scene !== this.#scene;
    this.#scene = view.scene;
    if (changed && view.scene === 'called') {
      this.#alerts.turn();
      this.#announcer.urgently(view.sentence);
    } else if (changed) {
      this.#alerts.quiet();
      this.#announcer.urgently('');
    }
    // A clock that runs down says nothing new every second; a number of people does.
    const isClock = view.figure !== null && (view.scene === 'called' || view.scene === 'scheduled' || view.scene === 'entered');
    const figure = view.figure && !isClock ? `${view.figure.value} ${view.figure.label}. ` : '';
    if (view.scene !== 'called') this.#announcer.politely(`${figure}${view.sentence} ${note ?? ''} ${offline ? this.#data.words.offline : ''}`.trim());
  }
}

const isTurn = ({ scene }: View) => scene === 'called' || scene === 'admitted';
