// One route that answers fixed bytes, in a process of its own; it ends when whoever forked it does.
import Fastify from 'fastify';

const body = process.env['BENCH_BODY'] ?? '';
const app = Fastify();
app.get(process.env['BENCH_PATH'] ?? '/', async (_request, reply) =>
  reply.header('cache-control', 'public, max-age=1').type('application/json; charset=utf-8').send(body),
);
await app.listen({ port: 0, host: '127.0.0.1' });
process.once('disconnect', () => process.exit(0));
process.send?.({ port: (app.server.address() as { port: number }).port });
