import { forgetTickets, forgetWho } from '#box-office/session.ts';

/** Goes there by a load of its own, so that every part of the page knows who is signed in. */
export function arrive(at: string): void {
  forgetWho();
  forgetTickets();
  location.assign(at);
}
