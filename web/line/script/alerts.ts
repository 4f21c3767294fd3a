import { fill, type LiveWords } from '../words.ts';
import { part, show } from './parts.ts';
import { Sound } from './sound.ts';

/** Now, and twice more for whoever put the phone down; then it is left alone. */
const chimesAtMs = [0, 12_000, 40_000];

/** How a turn calls a person who is not looking: what they asked for by a tap, and nothing unasked. */
export class Alerts {
  readonly #sound = new Sound();
  readonly #soundBox = part<HTMLInputElement>('sound');
  readonly #notifyBox = part<HTMLInputElement>('notify');
  readonly #title: string;
  readonly #words: LiveWords;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #notification: Notification | null = null;

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
    this.#notifyBox.checked = granted;
    show('notifyRefused', !granted);
  }

  turn(): void {
    this.quiet();
    if (this.#soundBox.checked) this.#timers = chimesAtMs.map((ms) => setTimeout(() => this.#sound.chime(), ms));
    // Browsers refuse to shake where nobody has touched the page yet, and many cannot at all.
    if ('vibrate' in navigator && navigator.userActivation?.hasBeenActive) navigator.vibrate([200, 100, 200]);
    if (this.#notifyBox.checked && document.visibilityState === 'hidden') this.#notify();
  }

  /** The turn was answered, or is over. */
  quiet(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    this.#notification?.close();
    this.#notification = null;
  }

  #notify(): void {
    try {
      const notification = new Notification(this.#words.turnTitle, { body: fill(this.#words.turnBody, { title: this.#title }), tag: 'catraca-turn', requireInteraction: true });
      notification.addEventListener('click', () => {
        window.focus();
        notification.close();
      });
      this.#notification = notification;
    } catch {
      // Android's Chrome lets only a service worker notify; title, sound and vibration are left.
    }
  }
}
