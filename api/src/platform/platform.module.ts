import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { AuditTrail } from './audit-trail.js';
import { Heat } from './background/heat.js';
import { Housekeeping } from './background/housekeeping.job.js';
import { Jobs } from './background/jobs.js';
import { BlobStore, FolderBlobStore } from './blobs.js';
import { Config } from './config.js';
import { Database } from './database/index.js';
import { AccessGuard } from './http/access.guard.js';
import { DeadLetterRepository } from './dead-letters/dead-letter.repository.js';
import { DeadLettersController } from './dead-letters/dead-letters.controller.js';
import { DeadLetters } from './dead-letters/dead-letters.js';
import { DeadLetterPersonalData } from './dead-letters/personal-data.js';
import { ReplayJob } from './dead-letters/replay.job.js';
import { Devices } from './http/device.js';
import { Draining } from './http/draining.js';
import { HealthParts } from './http/parts.js';
import { ProblemFilter } from './http/problem.filter.js';
import { StateController } from './http/state.controller.js';
import { validationPipe } from './http/validation.pipe.js';
import { Carrier, CommandQueue, Consumers, EventLog, Inbox, Leases, Outbox, PostgresCommandQueue, PostgresEventLog, Signals } from './messaging/index.js';
import { Load } from './load/index.js';
import { Log } from './observability/log.js';
import { MessagingMetrics } from './observability/messaging-metrics.js';
import { VerificationMetrics } from './observability/verification-metrics.js';
import { Metrics } from './observability/metrics.js';
import { Keyring } from './security/keyring.js';
import { RateLimit } from './security/rate-limit.js';
import { SignedTokens } from './security/signed-tokens.js';

const shared = [
  Log, Metrics, Database, Load, Signals, Leases, Outbox, Inbox, Consumers, Carrier, Jobs, Heat, Keyring, SignedTokens, RateLimit, Devices, Draining, HealthParts, AuditTrail, DeadLetterPersonalData,
  { provide: CommandQueue, useClass: PostgresCommandQueue },
  { provide: EventLog, useClass: PostgresEventLog },
  { provide: BlobStore, useClass: FolderBlobStore },
];

/** Everything without a domain word, for all modules. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config): DynamicModule {
    return {
      module: PlatformModule,
      imports: [DiscoveryModule],
      controllers: [StateController, DeadLettersController],
      providers: [
        { provide: Config, useValue: config },
        ...shared,
        Housekeeping,
        MessagingMetrics,
        VerificationMetrics,
        DeadLetterRepository,
        DeadLetters,
        ReplayJob,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: validationPipe },
      ],
      exports: [Config, ...shared.map((provider) => ('provide' in provider ? provider.provide : provider))],
    };
  }
}
