import { Ajv, type ValidateFunction } from 'ajv';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request as forward, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { atEnd } from './at-end.js';

interface Parameter {
  $ref?: string;
  in: 'path' | 'query';
  name: string;
  required?: boolean;
  schema: object & { type?: string };
}
interface Body {
  $ref?: string;
  content?: Record<string, { schema: object }>;
}
interface Operation {
  security?: object[];
  parameters?: Parameter[];
  requestBody?: Body;
  responses: Record<string, Body>;
}
type PathItem = { parameters?: Parameter[] } & Record<string, Operation>;

const FILE = join(import.meta.dirname, '..', 'contracts', 'pix-api-2.9.0.openapi.yaml');
/** Any API may answer so; the document leaves them out. */
const UNDOCUMENTED = new Set(['401', '409', '429', '500']);

/** A way to a bank on which every request and every answer is held to the central bank's own document of the Pix API. */
export class PixContract {
  /** What the document does not allow, as sentences. */
  readonly breaches: string[] = [];
  /** `PUT /cob/{txid} 201` …: what came by. */
  readonly seen = new Set<string>();
  url = '';
  private readonly document = parse(readFileSync(FILE, 'utf8')) as { paths: Record<string, PathItem>; components: { schemas: Record<string, { required?: string[] }> } };
  /** Compiling takes longer than an answer; of the document's schemas there are only so many. */
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });

  private constructor(private readonly target: string) {
    // A slip of the document: it requires `cobs` of an answer whose list it calls `pix`.
    this.document.components.schemas['PixConsultados']!.required = ['parametros', 'pix'];
    this.ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
    // The document's own locations have no scheme, which makes them no URI.
    for (const format of ['int32', 'int64', 'uri', 'date', 'email']) this.ajv.addFormat(format, true);
    this.ajv.addSchema(this.document, 'pix');
  }

  static async start(target: string): Promise<PixContract> {
    const contract = new PixContract(target);
    const server = createServer((request, response) => void contract.pass(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    contract.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    atEnd(() => {
      server.close();
      server.closeAllConnections();
    });
    return contract;
  }

  /** A callback, which comes the other way. */
  checkCallback(body: unknown): void {
    this.check({ $ref: 'pix#/components/requestBodies/WebhookPixBody/content/application~1json/schema' }, body, 'callback');
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const { operation, name, path } = this.operationOf(request);
    if (!operation) this.breaches.push(`${name} is not in the document`);
    else this.checkRequest(operation, path, request, body, name);
    const call = forward(this.target + request.url, { method: request.method ?? 'GET', headers: request.headers, agent: false });
    call.on('response', (answer) => void this.passBack(answer, response, operation, name));
    call.on('error', () => response.destroy());
    response.on('close', () => call.destroy());
    call.end(body);
  }

  private async passBack(answer: IncomingMessage, response: ServerResponse, operation: Operation | undefined, name: string): Promise<void> {
    const said = await textOf(answer).catch(() => undefined);
    // Cut off on its way: so is ours.
    if (said === undefined) return void response.destroy();
    const { statusCode: status = 500, headers } = answer;
    this.seen.add(`${name} ${status}`);
    if (operation) this.checkAnswer(operation, String(status), said, name);
    response.writeHead(status, headers).end(said);
  }

  private checkRequest(operation: Operation, path: Map<string, string>, request: IncomingMessage, body: string, name: string): void {
    if (operation.security?.length !== 0 && !/^Bearer \S+$/.test(request.headers.authorization ?? '')) this.breaches.push(`${name} without a token`);
    const query = new URL(request.url ?? '/', this.target).searchParams;
    const parameters = (operation.parameters ?? []).map((parameter) => this.deref(parameter));
    for (const { in: place, name: parameter, required, schema } of parameters) {
      const text = place === 'path' ? path.get(parameter) : query.get(parameter);
      if (text === null || text === undefined) {
        if (required) this.breaches.push(`${name} without ${parameter}`);
      } else this.check(schema, schema.type === 'integer' ? Number(text) : schema.type === 'boolean' ? text === 'true' : text, `${name} ${parameter}`);
    }
    const known = new Set(parameters.map((parameter) => parameter.name));
    for (const given of query.keys()) if (!known.has(given)) this.breaches.push(`${name} has no parameter ${given}`);
    const wanted = operation.requestBody && this.deref(operation.requestBody).content?.['application/json'];
    if (wanted) this.check(wanted.schema, JSON.parse(body), `${name} body`);
    else if (body !== '') this.breaches.push(`${name} has no body`);
  }

  private checkAnswer(operation: Operation, status: string, body: string, name: string): void {
    const documented = operation.responses[status];
    if (!documented) {
      if (!UNDOCUMENTED.has(status)) this.breaches.push(`${name} never answers ${status}`);
      return;
    }
    const [form] = Object.values(this.deref(documented).content ?? {});
    if (form) this.check(form.schema, JSON.parse(body), `${name} ${status}`);
  }

  private check(schema: object, value: unknown, what: string): void {
    const text = JSON.stringify(schema).replaceAll('"#/', '"pix#/');
    const validate = this.validators.get(text) ?? this.ajv.compile(JSON.parse(text) as object);
    this.validators.set(text, validate);
    if (!validate(value)) this.breaches.push(`${what}: ${this.ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
  }

  private operationOf(request: IncomingMessage): { operation: Operation | undefined; name: string; path: Map<string, string> } {
    const method = (request.method ?? 'GET').toLowerCase();
    const given = (request.url ?? '/').split('?')[0]!.split('/');
    // Where two fit, the one that names more.
    const templates = Object.keys(this.document.paths).toSorted((a, b) => a.split('{').length - b.split('{').length);
    for (const template of templates) {
      const parts = template.split('/');
      if (parts.length !== given.length || !parts.every((part, index) => part.startsWith('{') || part === given[index])) continue;
      const item = this.document.paths[template]!;
      const path = new Map(parts.flatMap((part, index) => (part.startsWith('{') ? [[part.slice(1, -1), decodeURIComponent(given[index]!)] as const] : [])));
      const operation = item[method];
      return { operation: operation && { ...operation, parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])] }, name: `${method.toUpperCase()} ${template}`, path };
    }
    return { operation: undefined, name: `${method.toUpperCase()} ${given.join('/')}`, path: new Map() };
  }

  private deref<Part extends { $ref?: string }>(part: Part): Part {
    if (part.$ref === undefined) return part;
    return part.$ref.slice(2).split('/').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], this.document) as Part;
  }
}

async function textOf(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
