/** A chime of two notes, made by the browser itself: no file to load when the line is crowded. */
export class Sound {
  #context: AudioContext | null = null;

  /** Browsers let a page sound only if a tap asked for it: this belongs into the handler of one. */
  wake(): void {
    this.#context ??= new AudioContext();
    void this.#context.resume();
  }

  chime(): void {
    if (!this.#context) return;
    void this.#context.resume();
    this.#note(659.26, 0);
    this.#note(987.77, 0.18);
  }

  /** One struck note: at once loud, then fading for a second. */
  #note(hertz: number, inSeconds: number): void {
    const context = this.#context!;
    const at = context.currentTime + inSeconds;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.4, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 1);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + 1.1);
  }
}
