/** What of a browser tells something outside of the page. */
export interface Teller {
  /** Undefined without HTTPS. */
  workers: Pick<ServiceWorkerContainer, 'register' | 'ready'> | undefined;
  Notification: typeof Notification;
}

const TAG = 'catraca-turn';
// The worker keeps three small pages before it is ready; a line that is slower than this tells a turn late anyway.
const READY_MAX_MS = 20_000;

/** One notification of the turn. Android's Chrome lets only a service worker tell it, and a private window has none: whoever can, does. */
export class Notices {
  readonly #teller: Teller;
  #registration: ServiceWorkerRegistration | null = null;
  #shown: Notification | null = null;
  /** Counts what was told and taken back: a notification that comes after it was taken back is closed. */
  #turn = 0;

  constructor(teller: Teller) {
    this.#teller = teller;
  }

  /** Whether there is a way at all, asked when somebody wants it and not when it is too late. `title` is on what is tried. */
  async prepare(title: string): Promise<boolean> {
    this.#registration = await this.#register();
    if (this.#registration) return true;
    try {
      new this.#teller.Notification(title, { tag: TAG, silent: true }).close();
      return true;
    } catch {
      return false;
    }
  }

  /** Whether it was told. A tap on it leads to `url`. */
  async tell(title: string, body: string, url: string): Promise<boolean> {
    const turn = ++this.#turn;
    const options = { body, tag: TAG, requireInteraction: true, data: { url } };
    try {
      if (!this.#registration) throw new Error('no worker');
      await this.#registration.showNotification(title, options);
      if (turn !== this.#turn) this.#close();
      return true;
    } catch {
      return this.#construct(title, options);
    }
  }

  /** The turn was answered, or is over. */
  quiet(): void {
    this.#turn += 1;
    this.#shown?.close();
    this.#shown = null;
    this.#close();
  }

  #construct(title: string, options: NotificationOptions): boolean {
    try {
      const shown = new this.#teller.Notification(title, options);
      shown.addEventListener('click', () => {
        window.focus();
        shown.close();
      });
      this.#shown = shown;
      return true;
    } catch {
      return false;
    }
  }

  #close(): void {
    this.#registration?.getNotifications({ tag: TAG }).then((all) => all.forEach((each) => each.close())).catch(() => undefined);
  }

  async #register(): Promise<ServiceWorkerRegistration | null> {
    const { workers } = this.#teller;
    if (!workers) return null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), READY_MAX_MS);
    });
    try {
      return await Promise.race([workers.register('/sw.js').then(() => workers.ready), late]);
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}
