export { imagen } from './imagen.ts'
