export { a1111 } from './a1111.ts'
