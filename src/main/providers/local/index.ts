export { createLocalAdapter } from './local.ts'
export type { LocalNeeds, LocalSupply } from './local-supply.ts'
