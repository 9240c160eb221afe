import type { WatchedFolder } from '../../../../shared/domain/watched-folder.ts'
import { formatCount, formatDate } from '../../../lib/format.ts'

export const watchedStateWords: Readonly<Record<WatchedFolder['state'], string>> = {
  watching: 'Watched.',
  unreachable: 'Cannot be reached; it is tried again every minute.',
  off: 'Not watched now.',
}

/** What has come of a folder. */
export function countWords({ broughtIn, lastAtMs, unreadable, state, isLookedThrough }: WatchedFolder): string {
  const came =
    lastAtMs === null
      ? 'Nothing brought in yet.'
      : `${formatCount(broughtIn, 'image')} brought in, last on ${formatDate(lastAtMs)}.`
  const looks =
    isLookedThrough && state === 'watching'
      ? ' Its disk does not tell what comes: it is looked through every few minutes.'
      : ''
  const bad = unreadable === 0 ? '' : ` ${formatCount(unreadable, 'file')} could not be read as an image.`
  return `${came}${bad}${looks}`
}
