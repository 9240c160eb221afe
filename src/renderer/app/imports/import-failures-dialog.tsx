import type { ImportReport } from '../../../shared/contract/index.ts'
import { importedDamaged } from '../../../shared/messages/en/library.ts'
import * as messages from '../../../shared/messages/en/window-dialogs.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import './import-failures-dialog.css'
import { whereInList } from './describe-file-problem.ts'
import { describeImport } from './report-import.ts'

interface ImportFailuresDialogProps {
  readonly report: ImportReport
  readonly onClose: () => void
}

/** Lists the files an import could not read, or only in part, and why. */
export function ImportFailuresDialog({ report, onClose }: ImportFailuresDialogProps) {
  const { failed, failedCount, damaged, damagedCount } = report
  const more = failedCount - failed.length + damagedCount - damaged.length
  return (
    <Dialog
      title={failedCount > 0 ? messages.notImported : messages.damagedImages}
      className="import-failures"
      footer={<Button onClick={onClose}>{messages.close}</Button>}
      onClose={onClose}
    >
      <p className="import-failures-words">{describeImport(report)}</p>
      {/* Focusable, to be scrollable by keyboard. */}
      <ul
        className="import-failures-list"
        aria-label={failedCount > 0 ? messages.filesNotImported : messages.damagedImages}
        tabIndex={0}
      >
        {failed.map(({ file, error }) => {
          const where = whereInList(file, error.message)
          return (
            <li key={file}>
              <span>{error.message}</span>
              {where !== null && <code>{where}</code>}
            </li>
          )
        })}
        {damaged.map((name, at) => (
          <li key={`${at} ${name}`}>
            <span>{importedDamaged({ name })}</span>
          </li>
        ))}
      </ul>
      {more > 0 && <p>{messages.moreFiles({ count: more })}</p>}
    </Dialog>
  )
}
