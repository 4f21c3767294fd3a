import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { ask, holding, PASSWORD, signUp } from './fan.ts';
import { houseUrl } from './house.ts';
import { settled, visits } from './visit.ts';

const visitors = visits();
let born = 0;
const newEmail = (): string => `conta-${process.pid}-${Date.now()}-${(born += 1)}@catraca.example`;

test('somebody new makes an account and is back where they were', async () => {
  const page = await visitors.open({ phone: true });
  await page.goto('/pt/orders');
  await page.waitForURL('**/pt/sign-in?return=*');
  await settled(page);
  await page.getByRole('link', { name: 'Criar conta' }).click();
  await page.waitForURL('**/pt/sign-up?return=*');
  await settled(page);
  await page.getByLabel('Seu nome').fill('Ana Souza');
  await page.getByLabel('E-mail').fill(newEmail());
  await page.getByLabel('Senha').fill('curta');
  await page.getByRole('button', { name: 'Criar conta' }).click();
  // The rule was said before, the mistake is said at the field, and there one goes on.
  await page.getByText('A senha precisa de pelo menos 10 caracteres.').waitFor();
  await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name), { timeout: 30_000 }).toBe('password');
  await page.getByLabel('Senha').fill(PASSWORD);
  await page.getByRole('button', { name: 'Criar conta' }).click();
  await page.waitForURL('**/pt/orders');
  await page.getByText('Nenhum pedido ainda').waitFor();
});

test('a wrong password is refused without saying which of the two is wrong, and an address that is taken is told at its field', async () => {
  const page = await visitors.open();
  const email = newEmail();
  expect((await ask(page, 'POST', '/auth/sign-up', { name: 'Ana', email, password: PASSWORD })).status).toBe(201);
  await ask(page, 'POST', '/auth/sign-out');
  await page.goto('/en/sign-in?return=https%3A%2F%2Fevil.example');
  await settled(page);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('not this one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The e-mail or the password is wrong.').waitFor();
  await page.goto('/es/sign-up');
  await settled(page);
  await page.getByLabel('Su nombre').fill('Ana');
  await page.getByLabel('Correo electrónico').fill(email);
  await page.getByLabel('Contraseña').fill(PASSWORD);
  await page.getByRole('button', { name: 'Crear la cuenta' }).click();
  await page.locator('input[name=email][aria-invalid]').waitFor();
});

test('signing in leads to a page of this site, whatever the link asked for', async () => {
  const page = await signUp(await visitors.open());
  const { body } = await ask<{ user: { email: string } }>(page, 'GET', '/auth/session');
  await ask(page, 'POST', '/auth/sign-out');
  await page.goto('/en/sign-in?return=//evil.example');
  await settled(page);
  await page.getByLabel('E-mail').fill(body.user.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/en/tickets');
  await page.getByText('No tickets yet').waitFor();
});

test('who is refused by a third party is told so where one signs in, and still comes out where they were going', async () => {
  const page = await visitors.open({ locale: 'en-US' });
  await page.goto('/sign-in?refused=identity.third_party_email_unproven&return=%2Fen%2Forders');
  await page.getByRole('alert').filter({ hasText: 'the other service has not verified it' }).waitFor();
  await settled(page);
  const { href } = new URL((await page.getByRole('link', { name: 'Create an account' }).getAttribute('href'))!, houseUrl());
  expect(new URL(href).searchParams.get('return')).toBe('/en/orders');
});

test('a name and a password are changed, and the session ends when its owner says so', async () => {
  const page = await signUp(await visitors.open());
  await page.goto('/pt/account');
  await settled(page);
  await page.getByLabel('Seu nome').fill('Ana Maria Souza');
  await page.getByRole('button', { name: 'Salvar' }).click();
  await page.getByText('Dados salvos.').waitFor();
  await page.getByLabel('Senha atual').fill('não é esta');
  await page.getByLabel('Nova senha').fill('outra frase curta');
  await page.getByRole('button', { name: 'Trocar senha' }).click();
  await page.locator('input[name=currentPassword][aria-invalid]').waitFor();
  await page.getByLabel('Senha atual').fill(PASSWORD);
  await page.getByLabel('Nova senha').fill('outra frase curta');
  await page.getByRole('button', { name: 'Trocar senha' }).click();
  await page.getByText('Senha trocada.').waitFor();
  expect((await ask<{ user: { name: string } }>(page, 'GET', '/me')).body.user.name).toBe('Ana Maria Souza');
  await page.getByRole('button', { name: 'Sair' }).click();
  await page.waitForURL('**/pt');
  expect((await ask(page, 'GET', '/me')).status).toBe(401);
});

test('everything that is kept about somebody is theirs to download', async () => {
  const page = await signUp(await visitors.open());
  await page.goto('/pt/account');
  await settled(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Baixar meus dados' }).click()]);
  expect(download.suggestedFilename()).toBe('catraca.json');
  expect(readFileSync(await download.path(), 'utf8')).toContain('Ana Souza');
});

test('whose session is too old for a copy of everything signs in again and comes back', async () => {
  const page = await signUp(await visitors.open());
  const { body } = await ask<{ user: { email: string } }>(page, 'GET', '/auth/session');
  // The box office says so ten minutes after signing in; nobody waits for that here.
  await page.route('**/api/v1/me/export', (route) => route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify({ code: 'identity.sign_in_again', title: 'Entre mais uma vez e depois tente de novo.', withinSeconds: 600 }) }), { times: 1 });
  await page.goto('/pt/account');
  await settled(page);
  await page.getByRole('button', { name: 'Baixar meus dados' }).click();
  await page.getByRole('alert').getByRole('link', { name: 'Entrar de novo e voltar para cá' }).click();
  await page.waitForURL('**/pt/sign-in?return=%2Fpt%2Faccount');
  await settled(page);
  await page.getByLabel('E-mail').fill(body.user.email);
  await page.getByLabel('Senha').fill(PASSWORD);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page.waitForURL('**/pt/account');
  await settled(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Baixar meus dados' }).click()]);
  expect(download.suggestedFilename()).toBe('catraca.json');
});

test('the account’s page says where it is open, and what was open before', async () => {
  const page = await signUp(await visitors.open({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36' }));
  const { body } = await ask<{ user: { email: string } }>(page, 'GET', '/auth/session');
  const elsewhere = await visitors.open({ userAgent: 'Mozilla/5.0 (Android 14; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0' });
  expect((await ask(elsewhere, 'POST', '/auth/sign-in', { email: body.user.email, password: PASSWORD })).status).toBe(201);
  await elsewhere.goto('/en/account');
  const sessions = elsewhere.getByRole('definition');
  expect(await sessions.filter({ hasText: 'Firefox on Android' }).count()).toBe(1);
  expect(await sessions.filter({ hasText: 'It ended when the account was opened on another device.' }).count()).toBe(1);
  expect(await sessions.filter({ hasText: 'Chrome on Linux' }).count()).toBe(1);
  await page.goto('/pt/account');
  await page.waitForURL('**/pt/sign-in?return=*');
});

test('another site’s page changes nothing, with the cookie of whoever looks at it', async () => {
  const page = await signUp(await visitors.open());
  const body = `<script>void fetch('${houseUrl()}/api/v1/auth/sign-out', { method: 'POST', mode: 'no-cors', credentials: 'include' })</script>`;
  const other = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(body)).listen(0, '127.0.0.1');
  await once(other, 'listening');
  try {
    // Another name of the same machine is another site.
    const there = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const [answer] = await Promise.all([page.waitForResponse(/\/api\/v1\/auth\/sign-out$/), page.goto(there)]);
    expect(answer.status()).toBe(403);
  } finally {
    other.close();
  }
  expect((await ask(page, 'GET', '/me')).status).toBe(200);
});

test('an account ends when its owner says so with the password, but not while there are tickets to use', async () => {
  const page = await signUp(await visitors.open());
  const holdId = await holding(page);
  await page.goto(`/pt/checkout/${holdId}`);
  await settled(page);
  await page.getByRole('button', { name: /^Pagar R\$/ }).click();
  await page.waitForURL(/\/pt\/orders\/.*paid$/);
  await page.goto('/pt/account');
  await settled(page);
  await page.getByRole('button', { name: 'Excluir minha conta' }).click();
  await page.getByLabel('Para confirmar, digite sua senha').fill(PASSWORD);
  await page.getByRole('button', { name: 'Excluir de vez' }).click();
  await page.getByText(/Você tem ingressos/).waitFor();

  const other = await signUp(await visitors.open());
  await other.goto('/pt/account');
  await settled(other);
  await other.getByRole('button', { name: 'Excluir minha conta' }).click();
  await other.getByLabel('Para confirmar, digite sua senha').fill(PASSWORD);
  await other.getByRole('button', { name: 'Excluir de vez' }).click();
  await other.waitForURL('**/pt');
  expect((await ask(other, 'GET', '/me')).status).toBe(401);
});

test('a balance is filled by PIX and its statement is a file', async () => {
  const page = await signUp(await visitors.open({ phone: true }));
  await page.goto('/pt/wallet');
  await settled(page);
  await page.getByLabel('Quanto').fill('0,50');
  await page.getByRole('button', { name: 'Colocar dinheiro' }).click();
  await page.getByText(/Escolha um valor entre/).waitFor();
  await page.getByLabel('Quanto').fill('25,00');
  await page.getByRole('button', { name: /Colocar R\$/ }).click();
  // The demo's bank pays a PIX by itself a few seconds later.
  await page.getByText(/Pronto:.*entraram/).waitFor();
  await page.getByRole('cell', { name: 'Depósito' }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Baixar CSV' }).click()]);
  expect(download.suggestedFilename()).toMatch(/^catraca-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
  expect(readFileSync(await download.path(), 'utf8')).toContain('top_up');
});
