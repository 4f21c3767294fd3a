// The words printed on a ticket. What an error says stands in `translations.json`; these belong to the document.
import type { Language } from '#platform';

export interface TicketWords {
  ticket: string;
  date: string;
  openDate: string;
  time: string;
  venue: string;
  section: string;
  row: string;
  seat: string;
  place: string;
  ticketType: string;
  holder: string;
  order: string;
  number: string;
  issued: string;
  proofTitle: string;
  proofText: string;
  scan: string;
  terms: string;
}

const words: Record<Language, TicketWords> = {
  'pt-BR': {
    ticket: 'Ingresso',
    date: 'Data',
    openDate: 'Data a confirmar',
    time: 'Horário',
    venue: 'Local',
    section: 'Setor',
    row: 'Fila',
    seat: 'Assento',
    place: 'Lugar',
    ticketType: 'Tipo de ingresso',
    holder: 'Titular',
    order: 'Pedido',
    number: 'Ingresso nº',
    issued: 'Emitido em',
    proofTitle: 'Benefício com comprovação',
    proofText: 'Meia-entrada ou outro benefício legal: leve à porta o documento original que comprova o direito, com foto. Sem ele, a entrada só é possível pagando a diferença.',
    scan: 'Mostre este código na catraca, impresso ou na tela.',
    terms: 'O código vale para uma entrada: quem o mostra primeiro entra. Não publique fotos dele. Imprima sem reduzir e não dobre sobre o código. A data e o horário podem mudar; vale o que está na página do evento.',
  },
  es: {
    ticket: 'Entrada',
    date: 'Fecha',
    openDate: 'Fecha por confirmar',
    time: 'Hora',
    venue: 'Lugar',
    section: 'Sector',
    row: 'Fila',
    seat: 'Asiento',
    place: 'Ubicación',
    ticketType: 'Tipo de entrada',
    holder: 'Titular',
    order: 'Pedido',
    number: 'Entrada n.º',
    issued: 'Emitida el',
    proofTitle: 'Beneficio con comprobante',
    proofText: 'Media entrada u otro beneficio legal: lleve a la puerta el documento original, con foto, que acredita el derecho. Sin él solo se puede entrar pagando la diferencia.',
    scan: 'Muestre este código en el molinete, impreso o en la pantalla.',
    terms: 'El código vale para un ingreso: entra quien lo muestra primero. No publique fotos de él. Imprima sin reducir y no doble sobre el código. La fecha y la hora pueden cambiar; vale lo que dice la página del evento.',
  },
  en: {
    ticket: 'Ticket',
    date: 'Date',
    openDate: 'Date to be announced',
    time: 'Time',
    venue: 'Venue',
    section: 'Section',
    row: 'Row',
    seat: 'Seat',
    place: 'Place',
    ticketType: 'Ticket type',
    holder: 'Holder',
    order: 'Order',
    number: 'Ticket no.',
    issued: 'Issued on',
    proofTitle: 'Reduced price: bring your proof',
    proofText: 'Half-price or another legal benefit: bring the original photo document that proves it to the door. Without it, entry is only possible by paying the difference.',
    scan: 'Show this code at the turnstile, on paper or on a screen.',
    terms: 'The code is good for one entry: whoever shows it first gets in. Do not post pictures of it. Print without scaling down and do not fold across the code. Date and time may change; the event page prevails.',
  },
};

export function ticketWords(language: Language): TicketWords {
  return words[language];
}

/** The nearest language that the documents are written in: any Portuguese, any Spanish, else English. */
export function documentLanguage(tag: string | null | undefined): Language {
  const primary = tag?.toLowerCase().split('-')[0];
  if (primary === 'pt') return 'pt-BR';
  return primary === 'es' ? 'es' : 'en';
}

export interface ShowTime {
  weekday: string;
  date: string;
  shortDate: string;
  time: string;
}

type Formats = Record<keyof ShowTime, Intl.DateTimeFormat>;
const formats = new Map<string, Formats>();

/** The day and the hour of a show where it happens, written in the reader's language. */
export function showTime(at: Date, timezone: string, language: Language): ShowTime {
  const { weekday, date, shortDate, time } = formatsOf(timezone, language);
  const day = weekday.format(at);
  return {
    weekday: day.charAt(0).toUpperCase() + day.slice(1),
    date: date.format(at),
    shortDate: shortDate.format(at),
    time: time.format(at),
  };
}

function formatsOf(timeZone: string, language: Language): Formats {
  const key = `${language} ${timeZone}`;
  let known = formats.get(key);
  if (!known) {
    known = {
      weekday: new Intl.DateTimeFormat(language, { timeZone, weekday: 'long' }),
      date: new Intl.DateTimeFormat(language, { timeZone, day: 'numeric', month: 'long', year: 'numeric' }),
      shortDate: new Intl.DateTimeFormat(language, { timeZone, day: 'numeric', month: 'short', year: 'numeric' }),
      time: new Intl.DateTimeFormat(language, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    };
    formats.set(key, known);
  }
  return known;
}
