// What the worker keeps is some pages with their script, which nobody needs at once: a crowd that comes in one second asks for it after the rush, and not together.
const afterMs = 4_000;
const spreadMs = 20_000;

/** Whoever came straight to the line reloads it without a network, too, and reads that there is none in words of ours (public/sw.js). */
export function keepOfflinePage(): void {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  // Undefined without HTTPS; private windows and full disks refuse, and then the browser says it.
  if (workers) setTimeout(() => void workers.register('/sw.js').catch(() => undefined), afterMs + Math.random() * spreadMs);
}
