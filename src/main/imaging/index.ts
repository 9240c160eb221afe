export { createImaging } from './create-imaging.ts'
