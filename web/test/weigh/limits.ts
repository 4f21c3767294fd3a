/** What the pages may cost a cheap phone on a bad line. A kilobyte is a thousand bytes here, the stricter reading. */
export const limits = {
  /** The event's page: until its largest part is painted. */
  paintMs: 2_500,
  /** The event's page: all scripts of a first visit, compressed. */
  scriptBytes: 130_000,
  /** The line's page: its first answer with its head, so that it comes with the first packets. */
  lineBytes: 14_000,
  /** Panning a map of 60,000 seats: script per frame, of 95 frames in 100. */
  frameMs: 4,
};
