export type { Language } from './api/Asking.ts';
export type { OrdersLog } from './OrdersLog.ts';
export { type Answered, serveEndpoints } from './serveEndpoints.ts';
