import { downloadFile, hashWhole, type Downloader, type DownloadNeeds } from '../../../src/main/downloads/index.ts'

/** Without a process of its own. */
export function downloaderInPlace(needs: DownloadNeeds): Downloader {
  return { download: (wanted) => downloadFile(wanted, needs), hash: hashWhole }
}
