import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { Audit } from './audit.js';
import { EntryRepository } from './entry.repository.js';
import { Recorder } from './recorder.js';

/** The audit log: part of the service `reports`. */
@Module({ controllers: [AuditController], providers: [Audit, EntryRepository, Recorder] })
export class AuditModule {}
