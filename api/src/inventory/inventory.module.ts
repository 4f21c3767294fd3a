import { Module } from '@nestjs/common';
import { CatalogModule } from '#catalog';
import { HoldRepository } from './hold.repository.js';
import { Inventory } from './inventory.js';
import { InventoryMetrics } from './inventory-metrics.js';
import { Laying } from './laying.js';
import { Places } from './places.js';
import { SeatPlans } from './seat-plan.repository.js';
import { SeatRepository } from './seat.repository.js';
import { StockRepository } from './stock.repository.js';

/** Seats and standing places, and the holds on them. */
@Module({
  imports: [CatalogModule],
  providers: [Inventory, InventoryMetrics, Laying, Places, SeatPlans, HoldRepository, SeatRepository, StockRepository],
  exports: [Inventory],
})
export class InventoryModule {}
