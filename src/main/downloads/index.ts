export type { Downloaded, DownloadLimits, DownloadNeeds, DownloadProgress, Wanted } from './download.ts'
export { downloadFile } from './download-file.ts'
export { openRange } from './open-range.ts'
export { discardPart, partBytesOf } from './part-file.ts'
