'use client';

import { useEffect, useState } from 'react';
import { whoIsIt } from '#box-office/session.ts';

/** To the account, or to signing in: who it is is found out after the paint, so that the page is the same for everybody. */
export function AccountLink({ account, signIn, signInHref, accountHref }: { account: string; signIn: string; signInHref: string; accountHref: string }) {
  const [name, setName] = useState<string>();
  useEffect(() => {
    let here = true;
    void whoIsIt().then((user) => here && setName(user?.name.split(' ')[0]));
    return () => void (here = false);
  }, []);
  return (
    <a href={name === undefined ? signInHref : accountHref} className="inline-flex min-h-11 min-w-0 items-center font-semibold" aria-label={name === undefined ? undefined : `${account}: ${name}`}>
      <span className={name === undefined ? 'whitespace-nowrap' : 'max-w-28 truncate'}>{name ?? signIn}</span>
    </a>
  );
}
