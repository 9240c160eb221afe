export { createDownloader } from './create-downloader.ts'
export type {
  Downloaded,
  Downloader,
  DownloadLimits,
  DownloadNeeds,
  DownloadProgress,
  DownloadRequest,
} from './download.ts'
export { downloadFile } from './download-file.ts'
export { hashWhole } from './hash-pieces.ts'
export { openRange } from './open-range.ts'
export { discardPart, partBytesOf } from './part-file.ts'
