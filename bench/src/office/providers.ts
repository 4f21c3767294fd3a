/** A simulated payment provider of the box office, steered and read through its control routes. */
export class Provider {
  readonly name: string;
  readonly #url: string;

  constructor({ name, port }: { name: string; port: number }) {
    this.name = name;
    this.#url = `http://127.0.0.1:${port}/_control`;
  }

  async latency(meanMs: number, jitterMs: number): Promise<void> {
    await this.#say('PUT', 'latency', { meanMs, jitterMs });
  }

  async fault(fault: { kind: string; operation?: string; delayMs?: number }): Promise<void> {
    await this.#say('POST', 'faults', fault);
  }

  async behave(): Promise<void> {
    await this.#say('DELETE', 'faults');
    await this.latency(0, 0);
  }

  async summary(): Promise<{ captured: number; capturedTwice: string[] }> {
    return (await this.#say('GET', 'book/summary')) as { captured: number; capturedTwice: string[] };
  }

  async #say(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.#url}/${path}`, { method, ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${this.name} refuses ${method} ${path}: ${await answer.text()}`);
    return answer.json();
  }
}
