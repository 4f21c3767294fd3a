'use client';

import '#ui/ui.css';

/** The layout itself broke, so nobody knows the reader's language: all three, and the way back. */
export default function GlobalError() {
  return (
    <html lang="pt-BR">
      <body>
        <main className="mx-auto grid max-w-form gap-4 px-4 py-14 text-center">
          <h1 className="text-head font-bold">Algo não saiu como devia do nosso lado.</h1>
          <p lang="es">Algo no salió como debía de nuestro lado.</p>
          <p lang="en">Something went wrong on our side.</p>
          <p>
            <a href="/">Catraca</a>
          </p>
        </main>
      </body>
    </html>
  );
}
