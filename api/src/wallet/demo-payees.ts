import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '#platform';
import { PayeeRepository } from './payee.repository.js';
import { WalletDatabase } from './wallet-database.js';

const payees = [
  { id: '01900000-0000-7000-8000-0000000000a1', name: 'Estacionamento do Cassino', description: 'Parking beside the theatre' },
  { id: '01900000-0000-7000-8000-0000000000a2', name: 'Guarda-volumes Central', description: 'Lockers at the festival' },
  { id: '01900000-0000-7000-8000-0000000000a3', name: 'Translado do Estádio', description: 'Shuttle to the stadium' },
];

/** Services that the demo can pay. */
@Injectable()
export class DemoPayees implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly database: WalletDatabase,
    private readonly repository: PayeeRepository,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.config.demo) await this.repository.seed(this.database.reads, payees);
  }
}
