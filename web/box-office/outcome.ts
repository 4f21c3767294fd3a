import { failureOf, silence, type Outcome } from './problem.ts';

interface Answered<Data> {
  data?: Data | undefined;
  error?: unknown;
  response: Response;
}

/** What a call of openapi-fetch came to, whether it was refused, unreadable or never answered. */
export async function outcome<Data>(call: Promise<Answered<Data>>): Promise<Outcome<Data>> {
  try {
    const { data, error, response } = await call;
    // 204 has no body and is no failure.
    return response.ok ? { data: data as Data } : { failure: failureOf(response.status, error, response.headers) };
  } catch (error) {
    return { failure: silence(error) };
  }
}
