import { getTranslations } from 'next-intl/server';
import type { EventShown, PublishedDraw } from './shown.ts';

/** How turns are decided, in plain sentences, with what was published so that anybody can check it. */
export async function DrawExplained({ event, draw }: { event: EventShown; draw: PublishedDraw }) {
  const t = await getTranslations('programme.draw');
  const codes: [string, string | undefined][] = [[t('hash'), draw.secretHash], [t('secret'), draw.secret], [t('seed'), draw.seed]];
  return (
    <section className="grid gap-3">
      <h2 className="text-title font-bold">{t('title')}</h2>
      <p>{event.drawAtOpening ? t('drawn') : t('arrival')}</p>
      <p>{t('promise')}</p>
      {event.drawAtOpening && (
        <details className="rounded-control border border-line bg-raised px-4" open={draw.secret !== undefined}>
          <summary className="min-h-11 cursor-pointer py-2.5 font-semibold text-link">{t('checkTitle')}</summary>
          <div className="grid gap-3 pb-4">
            <p>{t('check')}</p>
            {draw.publicValueName !== undefined && <p>{t('publicValue', { name: draw.publicValueName })}</p>}
            <dl className="grid gap-3">
              {codes.map(([name, code]) => code !== undefined && (
                <div key={name}>
                  <dt className="text-fine text-quiet">{name}</dt>
                  <dd className="text-fine tabular-nums break-all">{code}</dd>
                </div>
              ))}
              {draw.size !== null && draw.drawnAt !== undefined && (
                <div>
                  <dt className="text-fine text-quiet">{t('size')}</dt>
                  <dd className="tabular-nums">{draw.size}</dd>
                </div>
              )}
            </dl>
            <p>
              <a href={`/api/v1/events/${event.id}/line/draw`}>{t('data')}</a>
            </p>
          </div>
        </details>
      )}
    </section>
  );
}
