import { existsSync, readFileSync } from 'node:fs';

/**
 * Whether this process runs and is such a program. A process number alone proves little: after a crash in a container
 * the next start often has the very same ones.
 */
export function isRunning(pid: number, program: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const commandLine = `/proc/${pid}/cmdline`;
  // A process that has ended but was not yet collected by its parent has no command line any more.
  return !existsSync('/proc/self/cmdline') || (existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(program));
}
