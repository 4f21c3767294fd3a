import fc from 'fast-check';
import { type BadRequest, fitting, type KnownIds, type Operation, unfitting } from './bad-input.js';

type Part = Pick<BadRequest, 'headers' | 'flaw'> & { body?: string };
const oneOf = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const json = { 'content-type': 'application/json' };

/** The path with its parameters filled in: ids that exist where some are known, else made-up ones. */
function fittingPath({ path, parameters }: Operation, ids: KnownIds): fc.Arbitrary<string> {
  const places = parameters.filter((parameter) => parameter.in === 'path');
  return fc.tuple(...places.map(({ schema, name }) => fitting(schema, ids, name))).map((values) => places.reduce((filled, { name }, index) => filled.replace(`{${name}}`, encodeURIComponent(String(values[index]))), path));
}

const fittingBody = (operation: Operation, ids: KnownIds): fc.Arbitrary<Part> =>
  operation.body === undefined ? fc.constant({ headers: {}, flaw: 'nothing' }) : fitting(operation.body, ids).map((value) => ({ headers: json, body: JSON.stringify(value), flaw: 'nothing' }));

const requiredQuery = ({ parameters }: Operation, ids: KnownIds): fc.Arbitrary<string> => {
  const needed = parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
  return fc.tuple(...needed.map(({ schema, name }) => fitting(schema, ids, name))).map((values) => values.map((value, index) => `${needed[index]!.name}=${encodeURIComponent(String(value))}`).join('&'));
};

const withKey = { 'idempotency-key': 'bad-input' };

/** Requests with a flaw for which they must be refused, whoever sends them; undefined where a call has nothing to get wrong. */
export function flawedRequests(operation: Operation, ids: KnownIds): fc.Arbitrary<BadRequest> | undefined {
  const ways = [...flawedPaths(operation), ...flawedQueries(operation), ...flawedBodies(operation, ids)].map((way) =>
    fc.tuple(fittingPath(operation, ids), requiredQuery(operation, ids), fittingBody(operation, ids), way).map(([path, query, part, flaw]) => ({
      path: `${flaw.path ?? path}?${flaw.query ?? query}`,
      headers: { ...withKey, ...(flaw.part ?? part).headers },
      ...((flaw.part ?? part).body !== undefined && { body: (flaw.part ?? part).body! }),
      flaw: flaw.flaw,
    })),
  );
  return ways.length > 0 ? fc.oneof(...ways) : undefined;
}

interface Flaw {
  flaw: string;
  path?: string;
  query?: string;
  part?: Part;
}

function flawedPaths({ path, parameters }: Operation): fc.Arbitrary<Flaw>[] {
  const places = parameters.filter((parameter) => parameter.in === 'path');
  return places.map(({ name }) =>
    oneOf('0', '-1', 'null', '%00', '%', '%E0%A4%A', '%ff', '..%2f..%2fetc', "'%20or%201=1--", 'x'.repeat(150), 'x'.repeat(3_000), '019aa000-0000-7000-8000-00000000010g', '%F0%9F%8E%9F', '{}').map((wrong) => ({
      flaw: `${name}: ${wrong.slice(0, 20)}`,
      path: path.replace(`{${name}}`, wrong).replaceAll(/\{\w+\}/g, '019aa000-0000-7000-8000-0000000000ff'),
    })),
  );
}

function flawedQueries({ parameters }: Operation): fc.Arbitrary<Flaw>[] {
  const known = parameters.filter((parameter) => parameter.in === 'query');
  // Calls without a query of their own overlook what is appended to their address, as the web does.
  if (known.length === 0) return [];
  const wrong = known.flatMap(({ name, schema }) =>
    unfitting(schema, {}, name)
      .map((each) => each.map(({ value, flaw }) => ({ value: typeof value === 'string' ? value : JSON.stringify(value), flaw })))
      // Where every sample fits after all, a filter would look for ever.
      .filter((each) => fc.sample(each, { seed: 1, numRuns: 20 }).filter(({ value }) => surelyWrong(schema, value)).length > 5)
      .map((each) => each.filter(({ value }) => surelyWrong(schema, value)).map(({ value, flaw }) => ({ flaw: `${name}: ${flaw}`, query: `${name}=${encodeURIComponent(value.toWellFormed())}` }))),
  );
  const twice = known.map(({ name }) => fc.constant({ flaw: `${name} twice`, query: `${name}=1&${name}=2` }));
  const unknown = oneOf('unknown=1', '%00=1', 'a[b]=1', 'toString=1', `${'q'.repeat(500)}=1`).map((query) => ({ flaw: `an unknown ${query.slice(0, 12)}`, query }));
  return [...wrong, ...twice, unknown];
}

/** In an address everything is text: a number for a text fits, and so does a number's text for a number. */
function surelyWrong({ type, format, maxLength }: { type?: string | string[]; format?: string; maxLength?: number }, value: string): boolean {
  if (type === 'integer') return value.trim() !== '' && !Number.isInteger(Number(value)) && value !== 'true' && value !== 'false' && value !== 'null';
  if (format !== undefined) return true;
  return value.includes('\0') || (maxLength !== undefined && [...value].length > maxLength);
}

function flawedBodies(operation: Operation, ids: KnownIds): fc.Arbitrary<Flaw>[] {
  const { method, body } = operation;
  if (method === 'GET') return [];
  // More than the bound is refused before it is read, a body that is no JSON before it is looked at; both hold where no body is asked for.
  const unreadable = oneOf('{', '[', '{"a":', "{'a':1}", 'nul', '{"a":1}{"b":2}', '\u0000', '{"__proto__":{"role":"administrator"}}', '"\\ud8', '['.repeat(20_000), '\uFEFF{}x').map((text) => ({ flaw: `a body that is no JSON: ${text.slice(0, 12)}`, part: { headers: json, body: text, flaw: '' } }));
  const strange = oneOf('application/xml', 'application/octet-stream', 'multipart/form-data; boundary=x', '///', 'text/html', 'application/jsonx').map((type) => ({ flaw: `a body as ${type}`, part: { headers: { 'content-type': type }, body: '<a/>', flaw: '' } }));
  if (body === undefined) return [unreadable, strange];
  const wrong = unfitting(body, ids).map((each) => each.map(({ value, flaw }) => ({ flaw, part: { headers: json, body: JSON.stringify(value), flaw: '' } })));
  const others = oneOf('text/plain', 'application/x-www-form-urlencoded').map((type) => ({ flaw: `a body as ${type}`, part: { headers: { 'content-type': type }, body: 'a=1&b=2', flaw: '' } }));
  const large = fc.constant({ flaw: 'a body beyond the bound', part: { headers: json, body: JSON.stringify({ a: 'x'.repeat(600_000) }), flaw: '' } });
  return [...wrong, unreadable, strange, others, large];
}

/** Requests in the documented form with made-up ids and odd headers: they may be refused or not, but never break anything. */
export function oddRequests(operation: Operation, ids: KnownIds, tokens: string[]): fc.Arbitrary<BadRequest> {
  const token = fc.constantFrom(...tokens);
  const header = fc.oneof(
    fc.tuple(oneOf('x-device', 'x-admission', 'idempotency-key', 'if-none-match', 'last-event-id'), fc.oneof(token, oneOf('', 'x', '"', 'W/"x', '-1', '9'.repeat(400), 'x'.repeat(6_000), '\u00e9\u00ff', 'a b')).map((text) => text)),
    fc.tuple(fc.constant('authorization'), fc.oneof(token.map((text) => `Bearer ${text}`), oneOf('Bearer', 'Bearer ', 'Basic YTpi', 'bearer x', `Bearer ${'x'.repeat(6_000)}`, 'Bearer \u00e9'))),
    fc.tuple(fc.constant('cookie'), fc.oneof(token.map((text) => `catraca_session=${text}; catraca_device=${text}`), oneOf('catraca_session=', 'catraca_session=%00', 'catraca_session=%E0%A4', '=;=;;', `catraca_device=${'x'.repeat(4_000)}`))),
    fc.tuple(oneOf('prefer', 'accept-language', 'x-request-id', 'x-forwarded-for', 'forwarded', 'range', 'accept', 'origin', 'expect', 'x-http-method-override', 'content-encoding', 'sec-fetch-site'),
      oneOf('', 'wait=-1', 'wait=1e9', 'wait=99999', ';;;;', 'pt-BR;q=NaN,es;q=2', '../../x', '1.2.3.4, ::1, nonsense', '999.999.999.999', 'for="[::1', 'bytes=9-1', 'null', 'x'.repeat(5_000), 'DELETE', 'gzip', 'cross-site', '\u00e9')),
  );
  const optional = operation.parameters.filter((parameter) => parameter.in === 'query');
  const query = fc.tuple(...optional.map(({ schema, name, required }) => fc.tuple(fitting(schema, ids, name), required ? fc.constant(true) : fc.boolean()))).map((values) =>
    values.flatMap(([value, present], index) => (present ? [`${optional[index]!.name}=${encodeURIComponent(String(value).toWellFormed())}`] : [])).join('&'));
  return fc.tuple(fittingPath(operation, ids), query, fittingBody(operation, ids), fc.array(header, { maxLength: 3 })).map(([path, text, part, headers]) => ({
    path: `${path}?${text}`,
    headers: { ...withKey, ...part.headers, ...Object.fromEntries(headers) },
    ...(part.body !== undefined && { body: part.body }),
    flaw: `odd headers: ${headers.map(([name]) => name).join(', ') || 'none'}`,
  }));
}
