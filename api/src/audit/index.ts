export { AuditPersonalData } from './personal-data.js';
export { AuditModule } from './audit.module.js';
