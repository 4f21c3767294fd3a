import { AsyncLocalStorage } from 'node:async_hooks';

interface RequestContext {
  requestId: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work` on behalf of a request; everything it logs and publishes carries the id. */
export function withRequest<T>(requestId: string, work: () => T): T {
  return storage.run({ requestId }, work);
}

/**
 * The id of the request on whose behalf this code runs. Inside a batch that is only the first item's:
 * what goes into a batch carries its own id along.
 */
export function requestId(): string | undefined {
  return storage.getStore()?.requestId;
}
