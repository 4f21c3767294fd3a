/** CRC-16/CCITT-FALSE: polynomial 1021, initial FFFF, no reflection. `123456789` gives 29B1. */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index) << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

const field = (id: string, value: string): string => id + String(value.length).padStart(2, '0') + value;

/** A dynamic BR Code (EMV merchant-presented QR). `location` is the payload's address without a scheme; accents are stripped. */
export function brCode(payee: { name: string; city: string }, location: string): string {
  const plain = (text: string, lengthMax: number): string =>
    text
      .normalize('NFD')
      .replace(/[^\x20-\x7e]/g, '')
      .slice(0, lengthMax);
  const body =
    field('00', '01') +
    field('01', '12') +
    field('26', field('00', 'br.gov.bcb.pix') + field('25', location)) +
    field('52', '0000') +
    field('53', '986') +
    field('58', 'BR') +
    field('59', plain(payee.name, 25)) +
    field('60', plain(payee.city, 15)) +
    field('62', field('05', '***')) +
    '6304';
  return body + crc16(body);
}
