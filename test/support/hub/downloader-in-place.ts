import { downloadFile, hashWhole, type Downloader, type DownloadNeeds } from '../../../src/main/downloads/index.ts'

/** Runs the downloader without a separate process. */
export function downloaderInPlace(needs: DownloadNeeds): Downloader {
  return { download: (wanted) => downloadFile(wanted, needs), hash: hashWhole }
}
