import { createHash } from 'node:crypto';

const words = {
  'pt-BR': ['Confirme seu e-mail', 'Confirmar', 'Pronto, seu e-mail está confirmado.', 'Este link não é mais válido.'],
  es: ['Confirme su correo electrónico', 'Confirmar', 'Listo, su correo está confirmado.', 'Este enlace ya no es válido.'],
  en: ['Confirm your e-mail', 'Confirm', 'Done, your e-mail is confirmed.', 'This link is no longer valid.'],
};

const script = `
const all = ${JSON.stringify(words)};
const wished = (navigator.language || '').split('-')[0];
const language = Object.keys(all).find((each) => each.split('-')[0] === wished) || 'en';
const [title, press, done, gone] = all[language];
document.documentElement.lang = language;
document.title = title;
const heading = document.querySelector('h1'), button = document.querySelector('button');
heading.textContent = title;
button.textContent = press;
button.hidden = false;
button.onclick = async () => {
  button.disabled = true;
  const body = JSON.stringify({ token: location.hash.slice(1) });
  const answer = await fetch(location.pathname, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(() => null);
  if (answer && answer.ok) heading.textContent = done;
  else if (answer && answer.status < 500) heading.textContent = gone;
  else return void (button.disabled = false);
  button.remove();
};`;

/** The page behind the link of a verification mail: one button, no third party's script, the token only in the fragment. */
export const verifyPage = {
  policy: `default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'; frame-ancestors 'none'`,
  html: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Catraca</title>
<style>body{font:1.125rem/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem;text-align:center}button{font:inherit;padding:.75rem 2rem}</style>
<h1 aria-live="polite"></h1><button hidden></button><noscript>JavaScript is needed here.</noscript><script>${script}</script></html>`,
};
