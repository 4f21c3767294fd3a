import { Module } from '@nestjs/common';
import { CatalogModule } from '#catalog';
import { InventoryModule } from '#inventory';
import { AdmissionRepository } from './admission.repository.js';
import { Admissions } from './admissions.js';
import { Claiming } from './claiming.js';
import { Doorkeeper } from './doorkeeper.js';
import { Entrance } from './entrance.js';
import { EntryRepository } from './entry.repository.js';
import { Joining } from './joining.js';
import { LineDriver } from './line-driver.js';
import { LineDrive } from './line-drive.js';
import { LineDrivers } from './line-drivers.js';
import { LineHearing } from './line-hearing.js';
import { LineMetrics } from './line-metrics.js';
import { LineOffice } from './line-office.js';
import { LineRepository } from './line.repository.js';
import { LineSchedule } from './line-schedule.js';
import { LineTokens } from './line-tokens.js';
import { LinelessSales } from './lineless-sales.js';
import { LineSaleStates } from './sale-states.js';
import { ServingBoard } from './serving-board.js';
import { Standing } from './standing.js';
import { Turns } from './turns.js';
import { WaitingRoom } from './waiting-room.js';
import { WaitingRoomController } from './waiting-room.controller.js';

/** The line of every event that has one: joins, the draw, the calls, the admissions. */
@Module({
  imports: [CatalogModule, InventoryModule],
  controllers: [WaitingRoomController],
  providers: [
    LineRepository, EntryRepository, AdmissionRepository, LineTokens, LineMetrics, LineSchedule, ServingBoard, LineHearing, LinelessSales, LineSaleStates,
    Doorkeeper, Joining, Entrance, Standing, Claiming, Turns, LineOffice, Admissions, LineDriver, LineDrive, LineDrivers, WaitingRoom,
  ],
  exports: [WaitingRoom],
})
export class WaitingRoomModule {}
