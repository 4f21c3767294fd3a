import { ImageResponse } from 'next/og';
import { cardFonts } from './card-fonts.ts';
import { belowScale, cardName, drawable, nameSize, shortened } from './card-words.ts';

/** What networks show of a shared page, in the size that all of them take. */
export const cardSize = { width: 1200, height: 630 };

interface Card {
  kind: string;
  title: string;
  lines: string[];
  /** As a `data:` address. */
  poster?: string | undefined;
}

// The night's colours (ui/tokens.css): a picture knows no custom properties.
const night = { ground: '#100c18', raised: '#1a1524', line: '#352c45', ink: '#f6f0e6', quiet: '#b9aec6', light: '#ffb84d' };

// A poster of four to five as high as the card.
const posterWidth = Math.round((cardSize.height / 5) * 4);
// Heights of what stands above and below the name, as drawn further down.
const padding = { across: 56, down: 48 };
const [kindHeight, footHeight, lineHeight] = [50, 116, 44];
const punch = 15;
const holes = Array.from({ length: Math.floor(cardSize.height / (punch * 3)) }, (_, at) => (at + 0.5) * punch * 3);

/** The picture of a page: the poster, torn off along its perforation, and the name as large as it goes. */
export async function cardImage({ kind, title, lines, poster }: Card): Promise<Response> {
  const { name, below } = cardName(title);
  const width = cardSize.width - 2 * padding.across - (poster === undefined ? 0 : posterWidth);
  const height = cardSize.height - 2 * padding.down - kindHeight - footHeight - lines.length * lineHeight;
  const size = nameSize({ name, below }, { width, height });
  const card = (
    <div style={{ width: '100%', height: '100%', display: 'flex', background: night.ground, color: night.ink, fontFamily: 'Figtree' }}>
      {poster !== undefined && (
        <div style={{ display: 'flex', width: posterWidth, height: '100%', position: 'relative' }}>
          <img src={poster} width={posterWidth} height={cardSize.height} style={{ objectFit: 'cover' }} />
          {holes.map((top) => <div key={top} style={{ position: 'absolute', right: -punch, top: top - punch, width: punch * 2, height: punch * 2, borderRadius: punch, background: night.ground }} />)}
        </div>
      )}
      <div style={{ flex: 1, display: 'flex', flexDirection: 'column', justifyContent: 'space-between', padding: `${padding.down}px ${padding.across}px`, backgroundImage: `radial-gradient(circle at 50% 0%, #3a2a26, ${night.ground} 60%)` }}>
        <div style={{ display: 'flex', flexDirection: 'column' }}>
          <div style={{ fontSize: 28, fontWeight: 700, color: night.light }}>{drawable(kind)}</div>
          <div style={{ fontFamily: 'Big Shoulders', fontWeight: 800, fontSize: size, lineHeight: 1.05, marginTop: 8 }}>{name.toUpperCase()}</div>
          {below !== '' && <div style={{ fontFamily: 'Big Shoulders', fontWeight: 800, fontSize: Math.round(size * belowScale), lineHeight: 1.1, color: night.quiet }}>{below.toUpperCase()}</div>}
        </div>
        <div style={{ display: 'flex', flexDirection: 'column' }}>
          {lines.map((line) => <div key={line} style={{ fontSize: 32, fontWeight: 500, lineHeight: `${lineHeight}px` }}>{shortened(drawable(line), 60)}</div>)}
          <div style={{ display: 'flex', alignItems: 'center', marginTop: 24, paddingTop: 20, borderTop: `3px dashed ${night.line}` }}>
            <Mark />
            <div style={{ marginLeft: 14, fontFamily: 'Big Shoulders', fontWeight: 800, fontSize: 38 }}>CATRACA</div>
          </div>
        </div>
      </div>
    </div>
  );
  return new ImageResponse(card, { ...cardSize, fonts: await cardFonts() });
}

/** The turnstile, as ui/turnstile.tsx draws it. */
function Mark() {
  return (
    <svg width="48" height="48" viewBox="-50 -50 100 100">
      {[0, 120, 240].map((angle) => (
        <g key={angle} transform={`rotate(${angle})`}>
          <rect x="-5" y="-46" width="10" height="40" rx="5" fill={night.light} />
          <circle cx="0" cy="-41" r="7" fill={night.light} />
        </g>
      ))}
      <circle r="15" fill={night.light} />
      <circle r="6" fill={night.ground} />
    </svg>
  );
}
