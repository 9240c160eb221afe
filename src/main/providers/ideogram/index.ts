export { ideogram } from './ideogram.ts'
