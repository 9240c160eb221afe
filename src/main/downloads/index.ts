export type { Downloaded, DownloadLimits, DownloadNeeds, DownloadProgress, Wanted } from './download.ts'
export { downloadFile } from './download-file.ts'
export { partBytesOf } from './part-file.ts'
