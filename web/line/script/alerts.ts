import { fill, type LiveWords } from '../words.ts';
import { Notices } from './notices.ts';
import { part, show } from './parts.ts';
import { Sound } from './sound.ts';

/** Now, and twice more for whoever put the phone down; then it is left alone. */
const chimesAtMs = [0, 12_000, 40_000];

/** How a turn calls a person who is not looking: what they asked for by a tap, and nothing unasked. */
export class Alerts {
  readonly #sound = new Sound();
  readonly #notices = new Notices({ workers: navigator.serviceWorker as ServiceWorkerContainer | undefined, Notification: window.Notification });
  readonly #soundBox = part<HTMLInputElement>('sound');
  readonly #notifyBox = part<HTMLInputElement>('notify');
  readonly #title: string;
  readonly #words: LiveWords;
  #timers: ReturnType<typeof setTimeout>[] = [];

  constructor(title: string, words: LiveWords) {
    this.#title = title;
    this.#words = words;
    const mayNotify = 'Notification' in window && isSecureContext;
    show('notifyRow', mayNotify);
    this.#soundBox.addEventListener('change', () => {
      if (!this.#soundBox.checked) return;
      this.#sound.wake();
      this.#sound.chime();
    });
    this.#notifyBox.addEventListener('change', () => void this.#askToNotify());
  }

  async #askToNotify(): Promise<void> {
    if (!this.#notifyBox.checked) return;
    const granted = Notification.permission === 'granted' || (await Notification.requestPermission()) === 'granted';
    const able = granted && (await this.#notices.prepare(this.#title));
    if (!able) this.#notifyBox.checked = false;
    show('notifyRefused', !able);
  }

  turn(): void {
    this.quiet();
    if (this.#soundBox.checked) this.#timers = chimesAtMs.map((ms) => setTimeout(() => this.#sound.chime(), ms));
    // Browsers refuse to shake where nobody has touched the page yet, and many cannot at all.
    if ('vibrate' in navigator && navigator.userActivation?.hasBeenActive) navigator.vibrate([200, 100, 200]);
    if (this.#notifyBox.checked && document.visibilityState === 'hidden') void this.#notify();
  }

  /** The turn was answered, or is over. */
  quiet(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    this.#notices.quiet();
  }

  async #notify(): Promise<void> {
    const told = await this.#notices.tell(this.#words.turnTitle, fill(this.#words.turnBody, { title: this.#title }), location.href);
    // Title, sound and vibration are left.
    if (!told) show('notifyRefused', true);
  }
}
