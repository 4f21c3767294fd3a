import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '../load/connection.ts';
import { freePort } from '../office/box-office.ts';

const READY_SECONDS_MAX = 20;

/** A cache in front of the box office, as a CDN's node would be. */
export interface Edge {
  port: number;
  program: string;
  stop(): Promise<void>;
}

/** nginx where it is installed, started privately on the loopback interface; null elsewhere. */
export async function openEdge(originPort: number): Promise<Edge | null> {
  const version = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
  if (version.status !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'catraca-edge-'));
  // Started by root its worker is somebody else, who must be able to pass through.
  chmodSync(folder, 0o711);
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, nginxConfig({ folder, port, originPort }));
  const child = spawn('nginx', ['-p', folder, '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (said = (said + text).slice(-4_000)));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let waited = 0; waited < READY_SECONDS_MAX * 20; waited += 1) {
    const connection = await Connection.open(port).catch(() => null);
    connection?.close();
    if (connection) return { port, program: version.stderr.trim().replace('nginx version: ', ''), stop };
    if (child.exitCode !== null) break;
    await delay(50);
  }
  await stop();
  throw new Error(`nginx did not start:\n${said}`);
}

/**
 * What a CDN does with `Cache-Control: public, max-age=1`: one request a second goes to the origin, whoever asks meanwhile gets what is there. `ended` by a
 * signal to the master, which is not a daemon; all paths are its own.
 */
export function nginxConfig({ folder, port, originPort }: { folder: string; port: number; originPort: number }): string {
  const own = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path ${folder}/${name};`).join('\n');
  return `daemon off;
pid ${folder}/nginx.pid;
error_log stderr error;
worker_processes 1;
events { worker_connections 4096; }
http {
  access_log off;
${own}
  proxy_cache_path ${folder}/cache keys_zone=edge:1m max_size=10m inactive=10m use_temp_path=off;
  upstream origin {
    server 127.0.0.1:${originPort};
    keepalive 16;
  }
  server {
    listen 127.0.0.1:${port};
    keepalive_requests 100000000;
    location / {
      proxy_pass http://origin;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_cache edge;
      proxy_cache_lock on;
      proxy_cache_use_stale updating error timeout;
      proxy_cache_background_update on;
    }
  }
}
`;
}
