import { expect, test } from 'vitest';
import type { EventShown } from './shown.ts';
import { inlineJson, structuredEvent } from './structured.ts';

const event: EventShown = {
  id: 'e', title: 'Noite', artists: ['Dora Lume'], kind: 'concert', pictures: [{ url: '/api/v1/pictures/a.svg', alt: 'a' }], startsAt: '2026-06-01T00:00:00.000Z', venueId: 'v', venueName: 'Casino',
  city: 'Petrópolis', timezone: 'America/Sao_Paulo', state: 'published', saleStartsAt: '2026-05-01T13:00:00.000Z', saleState: 'open', remaining: 3, lineRequired: true,
  priceFrom: { amountCents: 4_505, currency: 'BRL' }, organiser: { id: 'o', name: 'Serra' }, address: 'Rua 1', description: 'Duas partes.', doorsAt: null, saleEndsAt: null, drawAtOpening: false,
  publicDrawValueName: null, verifiedAccountRequired: false, challengeRequired: false, sessionTicketLimit: 2, buyerTicketLimit: 4, claimSeconds: 120, admissionSeconds: 600, holdSeconds: 420, paymentWindowSeconds: 300, withdrawalDays: 7,
  withdrawalHoursBefore: 48, rehearsal: false, capacity: 10, seatMapId: null, products: [],
  ticketTypes: [4_505, 32_000].map((amountCents) => ({ id: 't', name: 'x', category: 'Mesa', kind: 'seated', price: { amountCents, currency: 'BRL' }, halfPrice: false, proofRequired: false, holderRequired: false })),
};
const page = { url: 'https://t.example/pt/events/e', origin: 'https://t.example', image: 'https://t.example/card.png' };

test('an event is told in schema.org\'s words with its prices to the cent', () => {
  expect(structuredEvent(event, page)).toMatchObject({
    '@type': 'MusicEvent', eventStatus: 'https://schema.org/EventScheduled', image: [page.image, 'https://t.example/api/v1/pictures/a.svg'],
    offers: { lowPrice: '45.05', highPrice: '320.00', priceCurrency: 'BRL', availability: 'https://schema.org/InStock' },
  });
  expect(structuredEvent({ ...event, state: 'cancelled', kind: 'other' }, page)).toMatchObject({ '@type': 'Event', eventStatus: 'https://schema.org/EventCancelled' });
});

test('a title cannot end the script that holds it', () => {
  const text = inlineJson(structuredEvent({ ...event, title: '</script><script>alert(1)</script>' }, page));
  expect(text).not.toContain('<');
  expect(JSON.parse(text).name).toBe('</script><script>alert(1)</script>');
});
