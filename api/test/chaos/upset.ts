// Loaded before one process of the box office (`--import`): what is wrong with its machine, told by its parent's messages
// and, from the start on, by its environment. The box office itself knows nothing of it.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

/** What a machine can be told to be. */
export interface Upset {
  /** How wrong its clock is. */
  clockSeconds?: number;
  /** Nothing more can be written into the bucket. */
  diskFull?: boolean;
}

const bucket = join(process.env['CATRACA_HOME'] ?? '', 'bucket');
let shiftMs = Number(process.env['UPSET_CLOCK_SECONDS'] ?? 0) * 1_000;
let diskFull = process.env['UPSET_DISK_FULL'] === 'yes';

const TrueDate = Date;
const now = (): number => TrueDate.now() + shiftMs;

// A proxy, so that `instanceof` and everything else of the class stays what it is. Timers and performance.now() are of another clock, as they are in a real machine.
const WrongDate: DateConstructor = new Proxy(TrueDate, {
  construct: (target, args, wanted) => Reflect.construct(target, args.length === 0 ? [now()] : args, wanted === WrongDate ? target : wanted) as Date,
  apply: () => new TrueDate(now()).toString(),
  get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
});
TrueDate.prototype.constructor = WrongDate;
globalThis.Date = WrongDate;

const { writeFile, mkdir } = fs.promises;

function noSpace(call: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`ENOSPC: no space left on device, ${call} '${path}'`), { code: 'ENOSPC', errno: -28, syscall: call, path });
}

// As a real file system does it: the name is there, and nothing behind it.
fs.promises.writeFile = async (file, data, options) => {
  if (!diskFull || typeof file !== 'string' || !file.startsWith(bucket)) return writeFile(file, data, options);
  await writeFile(file, '', options);
  throw noSpace('write', file);
};
fs.promises.mkdir = (async (path: fs.PathLike, options?: fs.MakeDirectoryOptions) => {
  if (!diskFull || typeof path !== 'string' || !path.startsWith(bucket) || fs.existsSync(path)) return mkdir(path, options);
  throw noSpace('mkdir', path);
}) as typeof mkdir;
syncBuiltinESMExports();

process.on('message', (message: { upset?: Upset }) => {
  const { upset } = message;
  if (upset?.clockSeconds !== undefined) shiftMs = upset.clockSeconds * 1_000;
  if (upset?.diskFull !== undefined) diskFull = upset.diskFull;
});
// Listening must not keep a process that wants to end.
process.channel?.unref();
