import type { ModelDownload } from '../../../shared/domain/model-download.ts'
import * as messages from '../../../shared/messages/en/window.ts'

const isActive = ({ state }: ModelDownload) => state === 'downloading' || state === 'waiting'

/** Returns the rail's download status; null = no download is active or has failed. */
export function describeDownloads(
  downloads: readonly ModelDownload[],
): { readonly label: string; readonly word: string } | null {
  const active = downloads.filter(isActive)
  const [first, ...others] = active
  if (first === undefined) {
    const failed = downloads.find(({ state }) => state === 'failed')
    return failed === undefined
      ? null
      : { word: messages.failed, label: messages.downloadFailed({ name: failed.label }) }
  }
  const name = others.length === 0 ? first.label : messages.modelCount({ count: active.length })
  if (active.every(({ state }) => state === 'waiting')) {
    return { word: messages.waiting, label: messages.downloadWaiting({ name }) }
  }
  const sum = (of: (download: ModelDownload) => number) => active.reduce((all, each) => all + of(each), 0)
  const percent = Math.floor(
    (100 * sum(({ bytes }) => bytes)) /
      Math.max(
        1,
        sum(({ totalBytes }) => totalBytes),
      ),
  )
  return { word: messages.percentDone({ percent }), label: messages.downloadProgress({ percent, name }) }
}

interface DownloadNotice {
  readonly level: 'done' | 'error'
  readonly text: string
}

/** Returns notices for downloads that have ended since `before`. */
export function downloadNotices(
  previous: readonly ModelDownload[],
  current: readonly ModelDownload[],
): DownloadNotice[] {
  return current.flatMap(({ id, label, state, error }): DownloadNotice[] => {
    const former = previous.find((each) => each.id === id)
    if (former === undefined || former.state === state) return []
    if (state === 'done') return [{ level: 'done', text: messages.downloaded({ name: label }) }]
    if (state !== 'failed') return []
    return [{ level: 'error', text: error?.message ?? messages.couldNotDownload({ name: label }) }]
  })
}
