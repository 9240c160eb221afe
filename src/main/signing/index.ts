export { createSigning, type Signing } from './create-signing.ts'
