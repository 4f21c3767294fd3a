import { portTrouble } from './free-port.js';
import { LaunchRefused } from './launch-refused.js';

/** What a killed start leaves behind ends within its own time to stop, 20 seconds at most. */
const ABANDONED_SECONDS_MAX = 25;

/** After a crash it waits for the remains of the last start to let go. @throws LaunchRefused when the port cannot be had. */
export async function refuseTakenPort(port: number, host: string, afterCrash: boolean): Promise<void> {
  const deadline = Date.now() + (afterCrash ? ABANDONED_SECONDS_MAX * 1000 : 0);
  let trouble = await portTrouble(port, host);
  while (trouble === 'EADDRINUSE' && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    trouble = await portTrouble(port, host);
  }
  if (trouble !== undefined) throw new LaunchRefused(portSentence(port, trouble));
}

export function portSentence(port: number, trouble: string): string {
  if (trouble === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Stop that one, or choose another port: PORT=${port === 3000 ? 3001 : 3000} npm start`;
  }
  if (trouble === 'EACCES') return `This user may not listen on port ${port}. Choose one above 1023: PORT=3000 npm start`;
  return `Nothing can listen on port ${port} (${trouble}). Choose another one: PORT=3000 npm start`;
}
