import type { MetadataRoute } from 'next';

/** What a phone keeps when somebody installs the box office. Its start leads to the reader's language, or offline to the tickets. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/',
    name: 'Catraca',
    short_name: 'Catraca',
    start_url: '/',
    display: 'standalone',
    background_color: '#100c18',
    theme_color: '#100c18',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'maskable' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
