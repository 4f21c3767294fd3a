import type { OpenAPIObject } from '@nestjs/swagger';
import type { AccessRule } from './access.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Operations = Record<string, Operation>;
type Rule = AccessRule | undefined;

const problemSchema = {
  type: 'object',
  description: "RFC 9457. Beside these members stands the failure's own data.",
  properties: {
    type: { type: 'string', examples: ['urn:catraca:problem:inventory.seat_taken'] },
    title: { type: 'string', description: 'One sentence for people.' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; what programs branch on.', examples: ['inventory.seat_taken'] },
    requestId: { type: 'string' },
  },
  required: ['type', 'title', 'status', 'code'],
};

const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } });
const problems = {
  InvalidRequest: problem('`platform.invalid_request`: `problems` names each place and what is wrong there.'),
  NotSignedIn: problem('`platform.not_signed_in`, or a token that is refused.'),
  NotAllowed: problem("`platform.not_allowed`: the account's role may not do this."),
  NotFound: problem("There is nothing of that id, or it is another's."),
  Problem: problem('Any other refusal, by its `code`.'),
};

const answer = (name: keyof typeof problems) => ({ $ref: `#/components/responses/${name}` });

/** Puts what holds for every route into the document, in one place: who may call it and how it refuses. Paths and operations are sorted. */
export function finished(document: OpenAPIObject, ruleOf: (operationId: string) => Rule): OpenAPIObject {
  const paths = Object.fromEntries(
    Object.entries(document.paths)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, operations]) => [path, finishedOperations(operations as Operations, ruleOf)]),
  ) as OpenAPIObject['paths'];
  const tags = [...new Set(Object.values(paths).flatMap((operations) => Object.values(operations as Operations).flatMap(({ tags: own = [] }) => own)))];
  return withoutRepetition({
    ...document,
    paths,
    tags: tags.sort().map((name) => ({ name })),
    components: { ...document.components, schemas: { ...document.components?.schemas, Problem: problemSchema }, responses: problems },
  }) as OpenAPIObject;
}

function finishedOperations(operations: Operations, ruleOf: (operationId: string) => Rule): Operations {
  return Object.fromEntries(
    Object.entries(operations).sort(([a], [b]) => (a < b ? -1 : 1)).map(([method, operation]) => {
      // A handler under two paths: the framework numbers its ids in brackets.
      const [, name = '', index = '0'] = /^(.*?)(?:\[(\d+)\])?$/.exec(operation.operationId ?? '') ?? [];
      return [method, finishedOperation(operation, index === '0' ? name : `${name}_${Number(index) + 1}`, ruleOf(name))];
    }),
  );
}

function finishedOperation(operation: Operation, operationId: string, rule: Rule): Operation {
  const parameters = (operation.parameters ?? []) as { in?: string; name?: string }[];
  const inputs = parameters.length > 0 || operation.requestBody !== undefined;
  const summary = operation.summary ?? summaryOf(operation);
  return {
    ...operation,
    operationId,
    ...(summary !== undefined && { summary }),
    ...(Array.isArray(rule) && { description: `For the roles ${[...new Set([...(rule as string[]), 'administrator'])].join(', ')}.` }),
    parameters: parameters.sort((a, b) => (`${a.in} ${a.name}` < `${b.in} ${b.name}` ? -1 : 1)) as NonNullable<Operation['parameters']>,
    security: securityOf(rule),
    responses: {
      ...operation.responses,
      ...(inputs && { 400: answer('InvalidRequest') }),
      ...(rule !== 'public' && rule !== 'recognised' && { 401: answer('NotSignedIn') }),
      ...(Array.isArray(rule) && { 403: answer('NotAllowed') }),
      ...(parameters.some((parameter) => parameter.in === 'path') && { 404: answer('NotFound') }),
      default: answer('Problem'),
    },
  };
}

function securityOf(rule: Rule): Record<string, string[]>[] {
  if (rule === 'public') return [];
  const known = [{ bearer: [] }, { cookie: [] }];
  return rule === 'recognised' ? [{}, ...known] : known;
}

/** The usual answer in a few words, where its description has them. */
function summaryOf({ responses }: Operation): string | undefined {
  const usual = Object.values(responses)[0] as { description?: string } | undefined;
  return usual?.description?.split('\n')[0] || undefined;
}

/** A format says what its pattern of two hundred signs says, and a parameter what its schema repeats. */
function withoutRepetition(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRepetition);
  if (typeof value !== 'object' || value === null) return value;
  const { pattern, ...rest } = value as Record<string, unknown>;
  const known = ['uuid', 'date-time', 'base64'].includes(String(rest['format']));
  const told = typeof rest['in'] === 'string' && typeof rest['description'] === 'string' && (rest['schema'] as { description?: string } | undefined)?.description === rest['description'];
  const entries = Object.entries({ ...rest, ...(pattern !== undefined && !known && { pattern }) });
  return Object.fromEntries(entries.map(([key, part]) => [key, withoutRepetition(told && key === 'schema' ? { ...(part as object), description: undefined } : part)]));
}
