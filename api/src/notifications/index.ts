export { MailPersonalData } from './personal-data.js';
export { NotificationsModule } from './notifications.module.js';
