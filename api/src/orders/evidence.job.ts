import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, Jobs } from '#platform';
import { EvidenceRepository } from './evidence.repository.js';

// It is kept for half a year; an hour more is nothing.
const EVERY_MS = 3_600_000;
// As much as one statement deletes without anybody feeling it.
const BITE = 2_000;

/** Forgets who bought what once nobody can dispute it any more. */
@Injectable()
export class EvidenceJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly evidence: EvidenceRepository,
  ) {}

  onModuleInit(): void {
    this.jobs.every('orders.forget_evidence', EVERY_MS, () => this.forget());
  }

  async forget(): Promise<void> {
    while ((await this.evidence.forget(this.database.relaxed, BITE)) === BITE);
  }
}
