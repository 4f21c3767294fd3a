import createClient from 'openapi-fetch';
import type { paths } from './schema.d.ts';

type Offered = paths['/api/v1/payment-methods']['get']['responses'][200]['content']['application/json']['items'][number];
type Field = Extract<Offered, { method: 'card' }>['fields'][number];

/** A provider's own fields: its script makes them, its frames hold them. */
export type HostedField = Exclude<Field, { kind: 'sandbox' }>;

export const isHosted = (field: Field): field is HostedField => field.kind !== 'sandbox';

// A page waits for it; who has not answered by then is away.
const TIMEOUT_MS = 2_000;

/** With which providers' fields a card is taken now, in sales and in rehearsals. For the web process itself, outside of any page. */
export async function hostedFields(apiUrl: string): Promise<HostedField[]> {
  const client = createClient<paths>({ baseUrl: apiUrl, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const answers = await Promise.all((['false', 'true'] as const).map((rehearsal) => client.GET('/api/v1/payment-methods', { params: { query: { rehearsal } } })));
  return answers.flatMap(({ data }) => {
    if (data === undefined) throw new Error('The box office did not say how a card is taken.');
    return data.items.flatMap((item) => (item.method === 'card' ? item.fields.filter(isHosted) : []));
  });
}
