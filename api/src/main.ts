import 'reflect-metadata';
import { Identity } from '#identity';
import { Config, ConfigRefused, createApp, Log, migrate, MigrationRefused } from '#platform';
import { loadDemo } from './demo.js';
import { modulesOf } from './services.js';

async function main(): Promise<void> {
  const config = Config.parse(process.env);
  await migrate(config.databaseUrl);
  const app = await createApp(config, modulesOf(config));
  await app.get(Identity).requireDatabaseOfItsMode();
  app.enableShutdownHooks();
  await app.listen(config.port, config.host);
  const demo = config.demo && ['all', 'tickets'].includes(config.service) ? await loadDemo(app) : {};
  app.get(Log).info({ url: config.publicUrl }, 'open');
  process.send?.({ type: 'ready', ...demo });
}

main().catch((error: unknown) => {
  const expected = error instanceof ConfigRefused || error instanceof MigrationRefused;
  console.error(expected ? error.message : error);
  process.exit(1);
});
