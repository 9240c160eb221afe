/** What is loaded when it is gone to; everything else comes through the index. */
export { Compare } from './compare.tsx'
