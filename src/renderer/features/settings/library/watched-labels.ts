import type { WatchedFolder } from '../../../../shared/domain/watched-folder.ts'
import * as messages from '../../../../shared/messages/en/settings.ts'
import { joinSentences } from '../../../../shared/messages/formats.ts'
import { formatDate } from '../../../lib/format.ts'

export const watchedStateLabels: Readonly<Record<WatchedFolder['state'], string>> = {
  watching: messages.watching,
  unreachable: messages.unreachable,
  off: messages.paused,
}

/** Describes what has been imported from a folder. */
export function formatWatchedCount(folder: WatchedFolder): string {
  const { broughtIn, lastAtMs, unreadable, damaged, state, isLookedThrough } = folder
  const imported =
    lastAtMs === null
      ? messages.noImagesImportedYet
      : messages.imagesImported({ count: broughtIn, time: formatDate(lastAtMs) })
  return joinSentences(
    imported,
    damaged > 0 && messages.filesDamaged({ count: damaged }),
    unreadable > 0 && messages.filesUnreadable({ count: unreadable }),
    isLookedThrough && state === 'watching' && messages.checkedRegularly,
  )
}
