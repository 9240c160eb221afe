export { createLocalAdapter, type LocalNeeds, type LocalSupply } from './local.ts'
