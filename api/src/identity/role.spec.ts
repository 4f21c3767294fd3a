import { describe, expect, test } from 'vitest';
import { changed, type Standing } from './role.js';

const fan: Standing = { id: 'ana', role: 'fan', suspended: false };
const administrator: Standing = { id: 'rosa', role: 'administrator', suspended: false };
const other = { userId: 'someone', otherAdministrators: 1 };

describe('an administrator’s change of an account', () => {
  test('changes only what it names', () => {
    expect(changed(fan, { role: 'organiser' }, other)).toEqual({ standing: { ...fan, role: 'organiser' }, endsSessions: false });
    expect(changed(fan, {}, other)).toEqual({ standing: fan, endsSessions: false });
  });

  test('ends the sessions when it suspends, and only then', () => {
    expect(changed(fan, { suspended: true }, other)).toMatchObject({ endsSessions: true });
    expect(changed({ ...fan, suspended: true }, { suspended: true }, other)).toMatchObject({ endsSessions: false });
    expect(changed({ ...fan, suspended: true }, { suspended: false }, other)).toMatchObject({ endsSessions: false, standing: fan });
  });

  test('never touches the own account', () => {
    expect(changed(administrator, { role: 'fan' }, { userId: 'rosa', otherAdministrators: 3 })).toBe('own_account');
    expect(changed(administrator, { suspended: true }, { userId: 'rosa', otherAdministrators: 3 })).toBe('own_account');
  });

  test('leaves at least one administrator who can sign in', () => {
    expect(changed(administrator, { role: 'fan' }, { userId: 'someone', otherAdministrators: 0 })).toBe('last_administrator');
    expect(changed(administrator, { suspended: true }, { userId: 'someone', otherAdministrators: 0 })).toBe('last_administrator');
    expect(changed({ ...administrator, suspended: true }, { role: 'fan' }, { userId: 'someone', otherAdministrators: 0 })).toMatchObject({ endsSessions: false });
  });
});
