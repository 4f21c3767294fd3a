import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type SaleStanding, SaleStates, type SaleStateSource } from '#catalog';
import { LinelessSales } from './lineless-sales.js';
import { ServingBoard } from './serving-board.js';

/** What the catalog hears of sales: from the line where there is one, from the stock where there is none. */
@Injectable()
export class LineSaleStates implements OnModuleInit, SaleStateSource {
  constructor(
    private readonly saleStates: SaleStates,
    private readonly board: ServingBoard,
    private readonly lineless: LinelessSales,
  ) {}

  onModuleInit(): void {
    this.saleStates.provide(this);
  }

  async of(eventIds: string[]): Promise<Map<string, SaleStanding>> {
    const lines = await this.board.going(eventIds);
    const known = new Map<string, SaleStanding>(lines.map(({ row, state }) => [row.eventId, { state, remaining: row.remaining }]));
    const others = await this.lineless.of(eventIds.filter((id) => !known.has(id)));
    return new Map([...known, ...others]);
  }
}
