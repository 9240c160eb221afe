export { runway } from './runway.ts'
