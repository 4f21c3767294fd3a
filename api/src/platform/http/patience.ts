/** How long the server bears with slow clients, and how many it takes. */
export interface Patience {
  /** For the head of a request, the first one's counted from the connection. */
  headMs: number;
  /** For the whole request, its body included. */
  requestMs: number;
  /** For a connection on which nothing moves though an answer is due: its reader has stopped reading. */
  stillMs: number;
  /** Between two requests. */
  idleMs: number;
  /** How often the first two are looked at. */
  lookEveryMs: number;
  connectionsMax: number;
}

export const usualPatience: Patience = {
  // 16 KB, the longest head, take five seconds on a 50 kbit/s line with round trips of two; and a house that is itself slow for a
  // while must not take its clients for slow.
  headMs: 20_000,
  // The 64 KB of the longest ordinary body on the same line, twice over.
  requestMs: 30_000,
  // The longest silence that is meant is a minute: a buyer who waits 30 s for an outcome (`Prefer: wait=30`), and as long for the database.
  stillMs: 90_000,
  // A visitor of the line comes back every 30 s at least, over the same connection.
  idleMs: 72_000,
  // Node's own 30 s would let a slow head live for forty.
  lookEveryMs: 2_000,
  // 10,000 watchers of seats and as many others; an idle connection is some 10 KB here, one that answers some 20.
  connectionsMax: 20_000,
};
