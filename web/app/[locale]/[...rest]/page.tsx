import { notFound } from 'next/navigation';

/** Made per request: whoever tries addresses at random leaves nothing behind. */
export const dynamic = 'force-dynamic';

/** Every address below a language that no other route is for. */
export default function Rest(): never {
  notFound();
}
