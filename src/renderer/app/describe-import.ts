import type { ImportReport } from '../../shared/contract/index.ts'
import * as messages from '../../shared/messages/en/window.ts'
import { formatNumber } from '../lib/format.ts'

/** Summarizes an import in one line: `120 imported · 3 already in the library · 2 could not be read`. */
export function describeImport({ added, alreadyThere, failedCount, notTried, isCancelled }: ImportReport): string {
  const parts = [
    [added, messages.importedCount],
    [alreadyThere, messages.alreadyInLibrary],
    [failedCount, messages.unreadableCount],
    [notTried, isCancelled ? messages.skippedByCancel : messages.skippedByFullDisk],
  ] as const
  const texts = parts.flatMap(([count, text]) => (count > 0 ? [text({ count: formatNumber(count) })] : []))
  return texts.length === 0 ? messages.noImagesFound : texts.join(' · ')
}
