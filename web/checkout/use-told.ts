import { useEffect, useRef, useState } from 'react';
import { clock } from '#box-office/clock.ts';
import { whoIsIt } from '#box-office/session.ts';
import { drawerOfBrowser, forgetHolders, type Holder, toldHolders } from '#box-office/told-holders.ts';
import { withTold } from './holder-rules.ts';

/** Fills in once what was told before, where nothing stands yet; whether there was anything. */
export function useTold(eventId: string, holders: readonly Holder[], onChange: (holders: Holder[]) => void): boolean {
  const [told, setTold] = useState(false);
  const now = useRef({ holders, onChange });
  useEffect(() => {
    now.current = { holders, onChange };
  });
  const wanted = holders.length > 0;
  useEffect(() => {
    if (!wanted) return undefined;
    let here = true;
    void whoIsIt().then((user) => {
      const drawer = drawerOfBrowser();
      if (!here || drawer === null || user === undefined) return;
      const filled = withTold(now.current.holders, toldHolders(drawer, eventId, user.id, clock.now()));
      if (filled === null) return;
      now.current.onChange(filled);
      setTold(true);
    });
    return () => {
      here = false;
    };
  }, [eventId, wanted]);
  return told;
}

/** Once it is bought with, what was told of an event goes. */
export function useForgetting(eventId: string, bought: boolean): void {
  useEffect(() => {
    if (bought) forgetHolders(eventId);
  }, [eventId, bought]);
}
