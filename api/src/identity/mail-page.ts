import type { FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from './account.js';

interface Words {
  title: string;
  press: string;
  done: string;
  gone: string;
}

/** A page that stands by itself, and what a browser may do on it. */
export interface MailPage {
  html: string;
  policy: string;
}

// The script takes the token from the fragment, where no server's log and no referrer sees it, and posts it to the page's own address.
const script = (words: Record<string, Words>) => `
const all = ${JSON.stringify(words)};
const wished = (navigator.language || '').split('-')[0];
const language = Object.keys(all).find((each) => each.split('-')[0] === wished) || 'en';
const { title, press, done, gone } = all[language];
document.documentElement.lang = language;
document.title = title;
const heading = document.querySelector('h1'), form = document.querySelector('form'), button = document.querySelector('button');
heading.textContent = title;
button.textContent = press;
form.hidden = false;
form.onsubmit = async (event) => {
  event.preventDefault();
  button.disabled = true;
  const body = JSON.stringify({ token: location.hash.slice(1), ...Object.fromEntries(new FormData(form)) });
  const answer = await fetch(location.pathname, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(() => null);
  const over = answer && (answer.ok || answer.status === 410);
  if (!over) return void (button.disabled = false);
  heading.textContent = answer.ok ? done : gone;
  form.remove();
};`;

const style = `body{font:1.125rem/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem;text-align:center}
button,input{font:inherit;padding:.75rem 1rem;box-sizing:border-box;width:100%;margin:.5rem 0}`;

/** How a policy names an element by what stands in it. */
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function page(words: Record<string, Words>, input: string): MailPage {
  const code = script(words);
  return {
    policy: `default-src 'none'; connect-src 'self'; style-src ${hashOf(style)}; script-src ${hashOf(code)}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    html: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Catraca</title>
<style>${style}</style><h1 id="title" aria-live="polite"></h1><form hidden>${input}<button></button></form><noscript>JavaScript is needed here.</noscript><script>${code}</script></html>`,
  };
}

/** Behind the link of a verification mail: one button, because mail scanners open links. */
export const verifyPage = page(
  {
    'pt-BR': { title: 'Confirme seu e-mail', press: 'Confirmar', done: 'Pronto, seu e-mail está confirmado.', gone: 'Este link não é mais válido.' },
    es: { title: 'Confirme su correo electrónico', press: 'Confirmar', done: 'Listo, su correo está confirmado.', gone: 'Este enlace ya no es válido.' },
    en: { title: 'Confirm your e-mail', press: 'Confirm', done: 'Done, your e-mail is confirmed.', gone: 'This link is no longer valid.' },
  },
  '',
);

/** Behind the link for those who forgot their password. */
export const resetPage = page(
  {
    'pt-BR': { title: 'Escolha uma nova senha', press: 'Salvar', done: 'Pronto, entre com a nova senha.', gone: 'Este link não é mais válido.' },
    es: { title: 'Elija una nueva contraseña', press: 'Guardar', done: 'Listo, inicie sesión con la nueva contraseña.', gone: 'Este enlace ya no es válido.' },
    en: { title: 'Choose a new password', press: 'Save', done: 'Done, sign in with the new password.', gone: 'This link is no longer valid.' },
  },
  `<input type="password" name="password" autocomplete="new-password" required minlength="${PASSWORD_LENGTH_MIN}" maxlength="${PASSWORD_LENGTH_MAX}" aria-labelledby="title">`,
);

export async function sendPage(reply: FastifyReply, { html, policy }: MailPage): Promise<void> {
  await reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').header('content-security-policy', policy).header('referrer-policy', 'no-referrer').send(html);
}
