// `npm run api-types`: the types of the API as api/openapi.json describes it. A test fails while they are stale.
import { writeFileSync } from 'node:fs';
import { schemaFile, schemaText } from './schema-text.ts';

writeFileSync(schemaFile, await schemaText());
