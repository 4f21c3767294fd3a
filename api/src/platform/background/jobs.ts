import { Injectable } from '@nestjs/common';
import { Leases } from '../messaging/leases.js';

/** Periodic work that one process of the cluster does. */
@Injectable()
export class Jobs {
  constructor(private readonly leases: Leases) {}

  /** Runs `work` again `everyMs` after its last end. It may overlap with itself for a moment when a stalled process wakes: its SQL must bear that. */
  every(name: string, everyMs: number, work: () => Promise<void>): void {
    this.leases.drive(name, everyMs, work);
  }
}
