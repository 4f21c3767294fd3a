import { Module } from '@nestjs/common';
import { CatalogModule } from '#catalog';
import { Blocking } from './blocking.js';
import { HoldRepository } from './hold.repository.js';
import { InventoryController } from './inventory.controller.js';
import { Inventory } from './inventory.js';
import { InventoryMetrics } from './inventory-metrics.js';
import { Laying } from './laying.js';
import { Places } from './places.js';
import { SeatBoard } from './seat-board.js';
import { SeatMirrors } from './seat-mirrors.js';
import { SeatPlans } from './seat-plan.repository.js';
import { SeatRepository } from './seat.repository.js';
import { SeatStream } from './seat-stream.js';
import { StockLevels } from './stock-levels.js';
import { StockRepository } from './stock.repository.js';
import { Watchers } from './watchers.js';

/** Seats and standing places, and the holds on them. */
@Module({
  imports: [CatalogModule],
  controllers: [InventoryController],
  providers: [
    Inventory, InventoryMetrics, Laying, Places, SeatPlans, HoldRepository, SeatRepository, StockRepository, SeatMirrors, SeatBoard, SeatStream, Watchers, StockLevels, Blocking,
  ],
  exports: [Inventory],
})
export class InventoryModule {}
