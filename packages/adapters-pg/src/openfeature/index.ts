export { createFlagProvider } from './createFlagProvider.ts';
