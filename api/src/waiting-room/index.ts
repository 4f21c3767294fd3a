export type { SpendRequest, SpendResult } from './admissions.js';
export type { AdmissionClaims } from './line-tokens.js';
export { LinePersonalData } from './personal-data.js';
export { WaitingRoom } from './waiting-room.js';
export { AdmissionExpired, AdmissionNotYours } from './waiting-room.errors.js';
export { WaitingRoomModule } from './waiting-room.module.js';
