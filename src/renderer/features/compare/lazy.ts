/** Entry point of the lazy-loaded chunk; everything else is imported from the index. */
export { Compare } from './compare.tsx'
export { GridDialog } from './grid/grid-dialog.tsx'
