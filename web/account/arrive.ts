import { forgetTickets, forgetWho } from '#box-office/session.ts';
import { forgetHolders } from '#box-office/told-holders.ts';

/** Goes there by a load of its own, so that every part of the page knows who is signed in. */
export function arrive(at: string): void {
  forgetWho();
  void forgetTickets();
  location.assign(at);
}

/** The same on the way out: what was told of tickets to come is nobody's here any more. */
export function leave(at: string): void {
  forgetHolders();
  arrive(at);
}
