export { fal } from './fal.ts'
