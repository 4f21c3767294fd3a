import 'reflect-metadata';
import { Identity } from '#identity';
import { arrivalsMax, Config, ConfigRefused, createApp, Log, migrate, MigrationRefused, whyUnusable } from '#platform';
import { loadDemo } from './demo.js';
import { modulesOf } from './services.js';

async function main(): Promise<void> {
  const config = Config.parse(process.env);
  await migrate(config.databaseUrl);
  if (config.walletDatabaseUrl !== null && ['all', 'wallet'].includes(config.service)) await migrate(config.walletDatabaseUrl);
  const app = await createApp(config, modulesOf(config));
  await app.get(Identity).requireDatabaseOfItsMode();
  surviveStrays(app.get(Log));
  app.enableShutdownHooks();
  await app.listen({ port: config.port, host: config.host, backlog: arrivalsMax });
  const demo = config.demo && ['all', 'tickets'].includes(config.service) ? await loadDemo(app) : {};
  app.get(Log).info({ url: config.publicUrl }, 'open');
  process.send?.({ type: 'ready', ...demo });
}

/**
 * A promise that nobody waited for harms nobody but must not go unseen; an exception that nobody caught may have left anything behind,
 * so the process ends, and whoever supervises it starts another.
 */
function surviveStrays(log: Log): void {
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a failure that nobody waited for'));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an exception that nobody caught; the process ends');
    process.exit(1);
  });
}

/** What an operator can mend is a sentence; anything else is a defect and shows where. */
function lastWords(error: unknown): unknown {
  if (error instanceof ConfigRefused || error instanceof MigrationRefused) return error.message;
  const why = whyUnusable(error);
  return why === null ? error : `The PostgreSQL of DATABASE_URL cannot be used: ${why}.`;
}

main().catch((error: unknown) => {
  console.error(lastWords(error));
  process.exit(1);
});
