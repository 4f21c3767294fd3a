import openapiTS, { astToString } from 'openapi-typescript';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const schemaFile = join(import.meta.dirname, 'schema.d.ts');

const document = join(import.meta.dirname, '..', '..', 'api', 'openapi.json');

/** What schema.d.ts has to hold. */
export async function schemaText(): Promise<string> {
  const tree = await openapiTS(pathToFileURL(document), { alphabetize: false, defaultNonNullable: false });
  return `// Made from api/openapi.json by \`npm run api-types\`; a test says when it is stale.\n\n${astToString(tree)}`;
}
