/** For parts that are loaded late: everything else is imported from the index. */
export { useModelDownload } from './use-model-download.ts'
