import { write } from './parts.ts';

/** A screen reader is told how things stand at most this often; a number that falls every second is noise. */
const restMs = 30_000;

/** What is said aloud: politely and seldom how the line moves, at once that the turn has come. */
export class Announcer {
  #said = '';
  #saidAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Said when it is time again; what comes later takes the place of what was not said yet. */
  politely(text: string): void {
    clearTimeout(this.#timer);
    if (text === this.#said) return;
    const say = () => {
      this.#said = text;
      this.#saidAt = performance.now();
      write('polite', text);
    };
    const restLeftMs = this.#saidAt + restMs - performance.now();
    if (restLeftMs <= 0) say();
    else this.#timer = setTimeout(say, restLeftMs);
  }

  urgently(text: string): void {
    clearTimeout(this.#timer);
    write('urgent', text);
  }
}
