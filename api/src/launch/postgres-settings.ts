import { totalmem } from 'node:os';

const MEBIBYTE = 1024 * 1024;

/** Server settings for a box office on a small machine that it shares with the API; everything else is PostgreSQL's default. */
export function postgresSettings(): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // A sale's working set (seats, holds, entries) fits in half a gibibyte; a quarter of a smaller machine is the usual share.
    shared_buffers: `${Math.max(64, Math.min(512, Math.floor(memoryMebibytes() / 4)))}MB`,
    // Several API processes with a pool each, and room for whoever looks in by hand.
    max_connections: '200',
    // A ticket that was confirmed stays sold through a power cut; batches, not lost commits, bring the speed.
    synchronous_commit: 'on',
    // Full-page images after a checkpoint are most of the log's bytes and compress well.
    wal_compression: 'on',
    // A checkpoint in the middle of an opening costs throughput: allow a quarter of an hour and 4 GB of log between two …
    checkpoint_timeout: '15min',
    max_wal_size: '4GB',
    // … and spread its writing over nearly all of that time.
    checkpoint_completion_target: '0.9',
    // Queues and holds are updated and deleted all day; dead rows must go before their tables swell.
    autovacuum_naptime: '10s',
    // A table that grows by a tenth every few seconds is analysed as often, which took two and a half seconds of a core in
    // every ten of a sale. Hot statements go by ids: for those it is enough to look when a third has come, and at a quarter of the usual
    // hundred buckets. The usual cost limit stays: at five times that, what is left was one burst that a purchase waited half a second behind.
    autovacuum_analyze_scale_factor: '0.33',
    default_statistics_target: '25',
    // Statements of a sale are short and many: compiling them never pays.
    jit: 'off',
    // The disk under a box office of today is an SSD.
    random_page_cost: '1.1',
    // A constraint that refuses a second sale is everyday and the API reports what it did not expect.
    log_min_messages: 'log',
    lc_messages: 'C',
    timezone: 'UTC',
  };
}

function memoryMebibytes(): number {
  // In a container the machine's memory is not ours. Without a limit Node reports 0 or an absurdly large number.
  const allowed = process.constrainedMemory();
  return Math.min(allowed > 0 ? allowed : Number.POSITIVE_INFINITY, totalmem()) / MEBIBYTE;
}
