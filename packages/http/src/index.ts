export type { Language } from './api/Asking.ts';
export { createOrdersRouter, type OrdersOptions } from './createOrdersRouter.ts';
export type { OrdersLog } from './OrdersLog.ts';
export type { OrdersPorts } from './OrdersPorts.ts';
export type { FlagView } from './request/gate.ts';
export type { Answered } from './serveEndpoints.ts';
