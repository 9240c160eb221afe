import type { ImportReport } from '../../../shared/contract/index.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { openedAtOnceMax } from '../../../shared/domain/project-format.ts'
import { importedDamaged } from '../../../shared/messages/en/library.ts'
import * as messages from '../../../shared/messages/en/window.ts'
import type { Intents, Notice } from '../../client/index.ts'
import { formatNumber } from '../../lib/format.ts'
import type { ShellStore } from '../create-shell-store.ts'
import { describeFileProblem } from './describe-file-problem.ts'
import { helpOnError } from '../help-on-error.ts'

/** Summarizes an import in one line: `120 imported · 3 already in the library · 2 could not be read`. */
export function describeImport(report: ImportReport): string {
  const { added, alreadyThere, failedCount, damagedCount, notTried, isCancelled } = report
  const parts = [
    [added, messages.importedCount],
    [alreadyThere, messages.alreadyInLibrary],
    [failedCount, messages.unreadableCount],
    [damagedCount, messages.damagedCount],
    [notTried, isCancelled ? messages.skippedByCancel : messages.skippedByFullDisk],
  ] as const
  const texts = parts.flatMap(([count, text]) => (count > 0 ? [text({ count: formatNumber(count) })] : []))
  return texts.length === 0 ? messages.noImagesFound : texts.join(' · ')
}

/** Visible images need no message. `last`: the one that is opened. */
export function showReport(intents: Intents, shell: ShellStore, report: ImportReport, last: AssetId | undefined): void {
  const { added, alreadyThere, failed, failedCount, damaged, damagedCount, notTried } = report
  const notify = (notice: Notice) => intents.send({ type: 'notify', notice })
  const [first] = failed
  if (first !== undefined && failedCount === 1 && added + alreadyThere + notTried === 0) {
    const { file, error } = first
    const text = describeFileProblem(file, error.message)
    return notify({ level: 'error', text, action: helpOnError(intents, error.code) })
  }
  const [name] = damaged
  if (name !== undefined && added + alreadyThere + failedCount + notTried === 1) {
    return notify({ level: 'warning', text: importedDamaged({ name }) })
  }
  const text = describeImport(report)
  if (failedCount + damagedCount > 0) {
    const showFailures = () => shell.setState({ overlay: { type: 'import-failures', report } })
    return notify({ level: 'warning', text, action: { label: messages.showFiles, run: showFailures } })
  }
  if (last !== undefined && new Set(report.imported).size > openedAtOnceMax) {
    return notify(showingLast(text, last, intents))
  }
  if (notTried > 0) return notify({ level: 'warning', text })
  return last === undefined && added + alreadyThere > 0 ? notify({ level: 'done', text }) : undefined
}

/** Notice for more images than are opened at once. */
export function showingLast(imported: string, last: AssetId, intents: Intents): Notice {
  const showAll = () => intents.send({ type: 'show-in-gallery', assetId: last })
  const text = messages.showingLast({ imported })
  return { level: 'done', text, action: { label: messages.showAll, run: showAll } }
}
