// pgbench's built-in script "TPC-B (sort of)", where no pgbench is installed: clients in one process, prepared statements, no pipelining.
import pg from 'pg';

const setting = (name: string): number => Number(process.env[`BENCH_${name}`]);
const [scale, clientCount, seconds] = [setting('SCALE'), setting('CLIENTS'), setting('SECONDS')] as [number, number, number];
const random = (max: number): number => 1 + Math.floor(Math.random() * max);

const statements = {
  begin: 'begin',
  account: 'update pgbench_accounts set abalance = abalance + $1 where aid = $2',
  balance: 'select abalance from pgbench_accounts where aid = $1',
  teller: 'update pgbench_tellers set tbalance = tbalance + $1 where tid = $2',
  branch: 'update pgbench_branches set bbalance = bbalance + $1 where bid = $2',
  history: 'insert into pgbench_history (tid, bid, aid, delta, mtime) values ($1, $2, $3, $4, current_timestamp)',
  end: 'end',
};

let done = 0;
async function work(client: pg.Client, until: number): Promise<void> {
  const run = (name: keyof typeof statements, values: number[] = []) => client.query({ name, text: statements[name], values });
  while (performance.now() < until) {
    const [aid, bid, tid, delta] = [random(scale * 100_000), random(scale), random(scale * 10), random(10_001) - 5_001] as const;
    await run('begin');
    await run('account', [delta, aid]);
    await run('balance', [aid]);
    await run('teller', [delta, tid]);
    await run('branch', [delta, bid]);
    await run('history', [tid, bid, aid, delta]);
    await run('end');
    done += 1;
  }
}

process.once('disconnect', () => process.exit(0));
const clients = await Promise.all(
  Array.from({ length: clientCount }, async () => {
    const client = new pg.Client(process.env['BENCH_URL']);
    await client.connect();
    return client;
  }),
);
// As pgbench does before it starts.
for (const statement of ['vacuum pgbench_branches', 'vacuum pgbench_tellers', 'truncate pgbench_history']) await clients[0]?.query(statement);
const begun = performance.now();
await Promise.all(clients.map((client) => work(client, begun + seconds * 1_000)));
const perSecond = done / ((performance.now() - begun) / 1_000);
await Promise.all(clients.map((client) => client.end()));
process.send?.({ perSecond }, () => process.disconnect?.());
