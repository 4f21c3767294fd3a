/** A line between a fan and the box office. */
export interface LineQuality {
  roundTripMs: number;
  kbitPerSecond: number;
}

/** What a home line sends in one piece: an Ethernet frame's worth. */
export const PACKET_BYTES = 1_460;

/**
 * One direction of a slow line as a queue with one server: packets leave one after the other at the line's bandwidth, and
 * arrive half a round trip later.
 */
export class Lane {
  private free = 0;
  private readonly delayMs: number;
  private readonly msPerByte: number;

  constructor({ roundTripMs, kbitPerSecond }: LineQuality) {
    this.delayMs = roundTripMs / 2;
    this.msPerByte = 8 / kbitPerSecond;
  }

  /** When `bytes` that are handed over at `nowMs` have arrived at the other end. */
  arrivesAt(nowMs: number, bytes: number): number {
    this.free = Math.max(this.free, nowMs) + bytes * this.msPerByte;
    return this.free + this.delayMs;
  }

  /** A fresh connection carries nothing until its handshake has gone there and back. */
  opensAt(nowMs: number): void {
    this.free = Math.max(this.free, nowMs + 2 * this.delayMs);
  }
}
