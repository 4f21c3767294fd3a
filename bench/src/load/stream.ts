import { connect } from 'node:net';

/** Longer than the head of any answer is awaited here. */
const HEAD_MS_MAX = 30_000;

/** Opens a stream of events and keeps it for so long once it flows; resolves with the head of its answer, as soon as that is there. */
export function openStream(port: number, path: string, headers: string, keepMs: number): Promise<{ status: number; head: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let head = '';
    const end = setTimeout(() => socket.destroy(new Error('no answer came')), HEAD_MS_MAX);
    socket.setEncoding('latin1');
    socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept: text/event-stream\r\n${headers}\r\n`);
    const read = (text: string): void => {
      head += text;
      if (!head.includes('\r\n\r\n')) return;
      socket.off('data', read).resume();
      clearTimeout(end);
      setTimeout(() => socket.destroy(), keepMs).unref();
      resolve({ status: Number(head.slice(9, 12)), head });
    };
    socket.on('data', read);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed')));
  });
}
