/**
 * Text that always fits: measured with the font's own widths, set in the largest size that holds it, wrapped, and
 * cut with an ellipsis only when even the smallest size is too large. The ticket uses the fonts every PDF reader
 * has, which know Western European letters (Windows-1252); other text is brought into them by `printable`.
 */
import PDFDocument from 'pdfkit';

export type Face = 'Helvetica' | 'Helvetica-Bold';
/** A size in points, and how many lines of it there is room for. */
export type Step = readonly [size: number, linesMax: number];

export interface SetText {
  readonly face: Face;
  readonly size: number;
  readonly lines: readonly string[];
}

export const leading = 1.14;

// Windows-1252 without its controls.
const windows1252 = /[\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/u;
// Cyrillic and Greek as passports write them in Latin letters (ICAO 9303, part 3, section 6).
const romanised = 'а=a б=b в=v г=g д=d е=e ж=zh з=z и=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ=ie ы=y ь= э=e ю=iu я=ia і=i є=ie ґ=g ђ=d ј=j љ=lj њ=nj ћ=c џ=dz α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o';
const latin = new Map(romanised.split(' ').map((pair) => pair.split('=') as [string, string]));
// Letters that Unicode does not take apart into a base and a mark.
const bases: Record<string, string> = { ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ħ: 'h', Ħ: 'H', ı: 'i', ŧ: 't', Ŧ: 'T', ŋ: 'n', Ŋ: 'N', ə: 'e', Ə: 'E', ẞ: 'SS', '−': '-', '‐': '-', '‑': '-', '―': '—', 'ʼ': '’', '№': 'n.º' };

/**
 * Any string as the ticket's fonts can write it: letters keep their base where the accent is unknown, Cyrillic and
 * Greek are romanised, pictures (emoji) and controls go, a run of what remains unknown becomes one question mark.
 */
export function printable(text: string): string {
  let out = '';
  for (const character of text.normalize('NFC').replaceAll(/\s+/gu, ' ')) {
    if (windows1252.test(character)) out += character;
    else if (/\p{Extended_Pictographic}|\p{Emoji_Component}|\p{C}|\p{M}/u.test(character)) continue;
    else out += bases[character] ?? baseOf(character);
  }
  return out.replaceAll(/\ufffd+/g, '?').replaceAll(/ {2,}/g, ' ').trim();
}

// A stand-in that no text keeps, so that a question mark somebody wrote is not taken for it.
const unknown = '\ufffd';

function baseOf(character: string): string {
  const parts = [...character.normalize('NFKD')].filter((part) => !/\p{M}/u.test(part));
  return parts.map((part) => (windows1252.test(part) ? part : (romanise(part) ?? unknown))).join('');
}

function romanise(letter: string): string | undefined {
  const small = latin.get(letter.toLowerCase());
  return small === undefined || letter === letter.toLowerCase() ? small : small.charAt(0).toUpperCase() + small.slice(1);
}

const ruler = new PDFDocument({ autoFirstPage: false });
const widths = new Map<string, number>();
// Whoever buys chooses names, so there is a bound; what was cleared is measured again.
const widthsMax = 20_000;

/** Points that a text takes at size 1. */
function width(face: Face, text: string): number {
  const key = `${face}${text}`;
  let known = widths.get(key);
  if (known === undefined) {
    known = ruler.font(face).fontSize(100).widthOfString(text) / 100;
    if (widths.size >= widthsMax) widths.clear();
    widths.set(key, known);
  }
  return known;
}

/** How many points a text takes on one line. */
export function textWidth(face: Face, size: number, text: string): number {
  return width(face, text) * size;
}

const fitted = new Map<string, SetText>();
// A sale's titles, places and types of ticket, over and over; the names between them are what fills it.
const fittedMax = 2_000;

/** The text in the first of `steps` (largest size first) that holds it within `widthMax` points. */
export function fit(text: string, face: Face, widthMax: number, steps: readonly Step[]): SetText {
  const key = `${face}|${widthMax}|${steps.join(' ')}|${text}`;
  let known = fitted.get(key);
  if (!known) {
    known = choose(printable(text), face, widthMax, steps);
    if (fitted.size >= fittedMax) fitted.clear();
    fitted.set(key, known);
  }
  return known;
}

function choose(text: string, face: Face, widthMax: number, steps: readonly Step[]): SetText {
  for (const [size, linesMax] of steps) {
    const lines = wrap(text, face, widthMax / size, linesMax);
    if (lines.length <= linesMax) return { face, size, lines };
  }
  const [size, linesMax] = steps.at(-1)!;
  const lines = wrap(text, face, widthMax / size, linesMax).slice(0, linesMax);
  lines.push(ellipsis(lines.pop() ?? '', face, widthMax / size));
  return { face, size, lines };
}

/** Lines of at most `widthMax` (in ems), one more than `linesMax` when there is more; a word too long for a line is broken. */
function wrap(text: string, face: Face, widthMax: number, linesMax: number): string[] {
  const lines: string[] = [];
  let line = '';
  const words = text.split(' ').reverse();
  while (words.length > 0 && lines.length <= linesMax) {
    const word = words.pop()!;
    const longer = line === '' ? word : `${line} ${word}`;
    if (width(face, longer) <= widthMax) {
      line = longer;
    } else if (line !== '') {
      lines.push(line);
      line = '';
      words.push(word);
    } else {
      const head = headThatFits(word, face, widthMax);
      lines.push(head);
      words.push(word.slice(head.length));
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

function headThatFits(word: string, face: Face, widthMax: number): string {
  let length = 1;
  while (length < word.length && width(face, word.slice(0, length + 1)) <= widthMax) length++;
  return word.slice(0, length);
}

function ellipsis(line: string, face: Face, widthMax: number): string {
  let kept = line;
  while (kept !== '' && width(face, `${kept}…`) > widthMax) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}
