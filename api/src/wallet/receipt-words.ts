// The words printed on a receipt, one set a language; what an error says stands in `translations.json`.
import type { Language } from '#platform';
import type { Receipt } from './receipt.js';

export interface ReceiptWords {
  receipt: string;
  number: string;
  payer: string;
  payee: string;
  ownBalance: string;
  what: string;
  purposes: Record<Receipt['purpose']['kind'], string>;
  how: string;
  methods: Record<Receipt['method'], string>;
  fromBalance: (amount: string) => string;
  when: string;
  refunded: string;
  /** All of it, or so much of it. */
  inFull: string;
  takenBack: (amount: string) => string;
  amount: string;
  payment: string;
  note: string;
}

const words: Record<Language, ReceiptWords> = {
  'pt-BR': {
    receipt: 'Recibo',
    number: 'Recibo nº',
    payer: 'Pago por',
    payee: 'Pago a',
    ownBalance: 'Saldo próprio',
    what: 'Referente a',
    purposes: { order: 'Pedido de ingressos', top_up: 'Recarga de saldo', service: 'Serviço' },
    how: 'Forma de pagamento',
    methods: { card: 'Cartão', pix: 'PIX', wallet: 'Saldo' },
    fromBalance: (amount) => `dos quais ${amount} do saldo`,
    when: 'Pago em',
    refunded: 'Devolvido',
    inFull: 'tudo',
    takenBack: (amount) => `O banco de quem pagou tomou ${amount} deste pagamento de volta.`,
    amount: 'Valor pago',
    payment: 'Pagamento',
    note: 'Este recibo comprova o pagamento. Não é nota fiscal.',
  },
  es: {
    receipt: 'Recibo',
    number: 'Recibo n.º',
    payer: 'Pagado por',
    payee: 'Pagado a',
    ownBalance: 'Saldo propio',
    what: 'En concepto de',
    purposes: { order: 'Pedido de entradas', top_up: 'Carga de saldo', service: 'Servicio' },
    how: 'Forma de pago',
    methods: { card: 'Tarjeta', pix: 'PIX', wallet: 'Saldo' },
    fromBalance: (amount) => `de los cuales ${amount} del saldo`,
    when: 'Pagado el',
    refunded: 'Devuelto',
    inFull: 'todo',
    takenBack: (amount) => `El banco de quien pagó recuperó ${amount} de este pago.`,
    amount: 'Importe pagado',
    payment: 'Pago',
    note: 'Este recibo acredita el pago. No es una factura fiscal.',
  },
  en: {
    receipt: 'Receipt',
    number: 'Receipt no.',
    payer: 'Paid by',
    payee: 'Paid to',
    ownBalance: 'Own balance',
    what: 'For',
    purposes: { order: 'Order of tickets', top_up: 'Top-up of the balance', service: 'Service' },
    how: 'Paid with',
    methods: { card: 'Card', pix: 'PIX', wallet: 'Balance' },
    fromBalance: (amount) => `of which ${amount} from the balance`,
    when: 'Paid on',
    refunded: 'Refunded',
    inFull: 'all of it',
    takenBack: (amount) => `The payer\u2019s bank has taken ${amount} of this payment back.`,
    amount: 'Amount paid',
    payment: 'Payment',
    note: 'This receipt proves the payment. It is no tax invoice.',
  },
};

export const receiptWords = (language: Language): ReceiptWords => words[language];

/** As the reader writes it: `R$ 125,00`. */
export const amountText = (amountCents: number, currency: string, language: Language): string =>
  new Intl.NumberFormat(language, { style: 'currency', currency }).format(amountCents / 100);

/** Day, time and the zone in which they are told. */
export const timeText = (at: string, timezone: string, language: Language): string =>
  `${new Intl.DateTimeFormat(language, { timeZone: timezone, dateStyle: 'long', timeStyle: 'medium' }).format(new Date(at))} (${zoneText(at, timezone)})`;

function zoneText(at: string, timezone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' }).formatToParts(new Date(at));
  return `${parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'}, ${timezone}`;
}
