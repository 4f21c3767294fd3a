import { type Answer, Connection } from './connection.ts';

const OVERDUE_EVERY_MS = 1_000;

/**
 * Connections for requests that do not wait for each other: one that rests is taken, else one is opened. At most so many: a box office gives one address
 * half of its own, and whoever comes then waits here, which counts as the box office's latency.
 */
export class Connections {
  readonly #port: number;
  readonly #most: number;
  readonly #resting: Connection[] = [];
  readonly #open = new Set<Connection>();
  readonly #waiting: ((connection: Connection | null) => void)[] = [];
  readonly #overdue: NodeJS.Timeout;
  #opening = 0;

  constructor(port: number, most: number) {
    this.#port = port;
    this.#most = most;
    this.#overdue = setInterval(() => this.#open.forEach((connection) => connection.endIfOverdue(performance.now())), OVERDUE_EVERY_MS);
  }

  async request(method: string, path: string, headers = '', body = ''): Promise<Answer> {
    const connection = await this.#take();
    try {
      return await connection.request(method, path, headers, body);
    } finally {
      this.#give(connection);
    }
  }

  close(): void {
    clearInterval(this.#overdue);
    this.#open.forEach((connection) => connection.close());
  }

  async #take(): Promise<Connection> {
    for (let resting = this.#resting.pop(); resting; resting = this.#resting.pop()) {
      if (!resting.isBroken) return resting;
      this.#open.delete(resting);
    }
    if (this.#open.size + this.#opening >= this.#most) {
      const handed = await new Promise<Connection | null>((resolve) => this.#waiting.push(resolve));
      if (handed) return handed;
    }
    this.#opening += 1;
    try {
      const connection = await Connection.open(this.#port);
      this.#open.add(connection);
      return connection;
    } finally {
      this.#opening -= 1;
    }
  }

  #give(connection: Connection): void {
    if (connection.isBroken) this.#open.delete(connection);
    const next = this.#waiting.shift();
    if (next) next(connection.isBroken ? null : connection);
    else if (!connection.isBroken) this.#resting.push(connection);
  }
}
