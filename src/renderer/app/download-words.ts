import type { ModelDownload } from '../../shared/domain/model-download.ts'

const isComing = ({ state }: ModelDownload) => state === 'downloading' || state === 'waiting'

/** What the rail says of downloads; null = none is under way, and none has failed. */
export function describeDownloads(
  downloads: readonly ModelDownload[],
): { readonly label: string; readonly word: string } | null {
  const coming = downloads.filter(isComing)
  const [first, ...others] = coming
  if (first === undefined) {
    const failed = downloads.find(({ state }) => state === 'failed')
    return failed === undefined ? null : { word: 'Failed', label: `Failed: download of ${failed.label}` }
  }
  const what = others.length === 0 ? first.label : `${coming.length} models`
  if (coming.every(({ state }) => state === 'waiting')) {
    return { word: 'Waiting', label: `Waiting: download of ${what}` }
  }
  const sum = (of: (download: ModelDownload) => number) => coming.reduce((all, each) => all + of(each), 0)
  const percent = Math.floor(
    (100 * sum(({ bytes }) => bytes)) /
      Math.max(
        1,
        sum(({ totalBytes }) => totalBytes),
      ),
  )
  return { word: `${percent} %`, label: `${percent} % of ${what} downloaded` }
}

interface News {
  readonly level: 'done' | 'error'
  readonly text: string
}

/** What has ended since it was told last. */
export function newsOf(before: readonly ModelDownload[], now: readonly ModelDownload[]): News[] {
  return now.flatMap(({ id, label, state, error }): News[] => {
    const was = before.find((each) => each.id === id)
    if (was === undefined || was.state === state) return []
    if (state === 'done') return [{ level: 'done', text: `${label} is downloaded.` }]
    if (state !== 'failed') return []
    return [{ level: 'error', text: error?.message ?? `The download of ${label} failed.` }]
  })
}
