export { createSigning } from './create-signing.ts'
export type { Signing } from './signing.ts'
