/**
 * BR Code: the text in a Pix QR code, an EMV merchant-presented code with the central bank's rules for it (Manual de
 * Padrões para Iniciação do Pix): fields of id (2 digits), length (2 digits) and value, closed by a checksum.
 * The simulated provider makes its own with other code, on purpose: each checks the other.
 */
export type BrCode = StaticBrCode | DynamicBrCode;

interface Payee {
  /** Shown by old apps only; others ask the directory of keys. 25 characters at most, accents are stripped. */
  merchantName: string;
  /** 15 characters at most, accents are stripped. */
  merchantCity: string;
  /** Normally absent where dynamic: then the charge behind the location says it. */
  amountCents?: number;
}

/** Says everything itself: pays a key, as often as it is shown. */
export interface StaticBrCode extends Payee {
  kind: 'static';
  key: string;
  description?: string;
  /** 1 to 25 letters and digits. */
  txid?: string;
}

/** Says where the charge is described: one charge, paid once. */
export interface DynamicBrCode extends Payee {
  kind: 'dynamic';
  /** Without its scheme. */
  location: string;
}

export type BrCodeFlaw = 'length' | 'structure' | 'checksum' | 'not_pix' | 'currency' | 'amount' | 'text' | 'txid';

/** A text that is no BR Code of a Pix in reais, or a wish that no code can express. */
export class BrCodeRefused extends Error {
  constructor(readonly flaw: BrCodeFlaw) {
    super(`not a BR Code of a Pix: ${flaw}`);
  }
}

const LENGTH_MAX = 512;
const GUI = 'br.gov.bcb.pix';
const REAIS = '986';
const NAME_MAX = 25;
const CITY_MAX = 15;
const KEY_MAX = 77;
const LOCATION_MAX = 77;
/** "Any": the charge has its txid, a dynamic code names none. */
const NO_TXID = '***';

/** @throws BrCodeRefused where a part is empty, too long, or cannot be written. */
export function makeBrCode(code: BrCode): string {
  const body =
    field('00', '01') +
    (code.kind === 'dynamic' ? field('01', '12') : '') +
    field('26', accountOf(code)) +
    field('52', '0000') +
    field('53', REAIS) +
    (code.amountCents === undefined ? '' : field('54', amountText(code.amountCents))) +
    field('58', 'BR') +
    field('59', plain(code.merchantName, NAME_MAX)) +
    field('60', plain(code.merchantCity, CITY_MAX)) +
    field('62', field('05', txidOf(code))) +
    '6304';
  if (body.length + 4 > LENGTH_MAX) throw new BrCodeRefused('length');
  return body + checksum(body);
}

/** Fields that it does not know are passed over, as EMV asks. @throws BrCodeRefused */
export function parseBrCode(text: string): BrCode {
  if (text.length > LENGTH_MAX) throw new BrCodeRefused('length');
  const sealed = /^(.*6304)([0-9A-F]{4})$/s.exec(text);
  if (!sealed) throw new BrCodeRefused('structure');
  if (checksum(sealed[1] as string) !== sealed[2]) throw new BrCodeRefused('checksum');
  const fields = fieldsOf(text);
  if (fields.get('00') !== '01' || [...fields.keys()][0] !== '00') throw new BrCodeRefused('structure');
  const account = pixAccountOf(fields);
  if (fields.get('53') !== REAIS || fields.get('58') !== 'BR') throw new BrCodeRefused('currency');
  const [merchantName, merchantCity, amount] = [fields.get('59'), fields.get('60'), fields.get('54')];
  if (!merchantName || !merchantCity) throw new BrCodeRefused('structure');
  const payee = { merchantName, merchantCity, ...(amount !== undefined && { amountCents: centsOf(amount) }) };
  const [key, description, location] = [account.get('01'), account.get('02'), account.get('25')];
  if (location !== undefined) return { kind: 'dynamic', location, ...payee };
  if (key === undefined) throw new BrCodeRefused('not_pix');
  const txid = fieldsOf(fields.get('62') ?? '').get('05') ?? NO_TXID;
  return { kind: 'static', key, ...payee, ...(description !== undefined && { description }), ...(txid !== NO_TXID && { txid }) };
}

/** CRC-16/CCITT-FALSE: polynomial 1021, initial FFFF, no reflection; four upper-case hexadecimal digits. */
export function checksum(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

function field(id: string, value: string): string {
  if (value.length === 0 || value.length > 99) throw new BrCodeRefused('text');
  return id + String(value.length).padStart(2, '0') + value;
}

function accountOf(code: BrCode): string {
  if (code.kind === 'dynamic') return field('00', GUI) + field('25', exact(code.location, LOCATION_MAX));
  const description = code.description === undefined ? '' : field('02', plain(code.description, 99));
  return field('00', GUI) + field('01', exact(code.key, KEY_MAX)) + description;
}

function txidOf(code: BrCode): string {
  if (code.kind === 'dynamic' || code.txid === undefined) return NO_TXID;
  if (!/^[a-zA-Z0-9]{1,25}$/.test(code.txid)) throw new BrCodeRefused('txid');
  return code.txid;
}

/** Printable ASCII, since payers' apps count bytes or characters as they like. */
function plain(text: string, lengthMax: number): string {
  return exact(text.normalize('NFD').replace(/\p{M}/gu, ''), lengthMax);
}

function exact(text: string, lengthMax: number): string {
  if (!/^[\x20-\x7e]+$/.test(text) || text.length > lengthMax) throw new BrCodeRefused('text');
  return text;
}

function amountText(cents: number): string {
  // Ten digits before the point are the Pix API's limit.
  if (!Number.isInteger(cents) || cents <= 0 || cents >= 1e12) throw new BrCodeRefused('amount');
  return (cents / 100).toFixed(2);
}

function centsOf(amount: string): number {
  const [, units, hundredths = ''] = /^(\d{1,10})(?:\.(\d{0,2}))?$/.exec(amount) ?? [];
  if (units === undefined) throw new BrCodeRefused('amount');
  return Number(units) * 100 + Number(hundredths.padEnd(2, '0'));
}

function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at < text.length; ) {
    const head = /^(\d{2})(\d{2})$/.exec(text.slice(at, at + 4));
    const [, id = '', length = ''] = head ?? [];
    const value = text.slice(at + 4, at + 4 + Number(length));
    if (!head || fields.has(id) || value.length !== Number(length)) throw new BrCodeRefused('structure');
    fields.set(id, value);
    at += 4 + value.length;
  }
  return fields;
}

/** Of the accounts that one code may offer (26 to 51), the one at the Pix. */
function pixAccountOf(fields: Map<string, string>): Map<string, string> {
  for (const [id, value] of fields) {
    if (id < '26' || id > '51') continue;
    const account = fieldsOf(value);
    if (account.get('00')?.toLowerCase() === GUI) return account;
  }
  throw new BrCodeRefused('not_pix');
}
