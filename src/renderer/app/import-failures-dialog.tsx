import type { ImportReport } from '../../shared/contract/index.ts'
import * as messages from '../../shared/messages/en/window-dialogs.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import './import-failures-dialog.css'
import { whereInList } from './describe-file-problem.ts'
import { describeImport } from './report-import.ts'

interface ImportFailuresDialogProps {
  readonly report: ImportReport
  readonly onClose: () => void
}

/** Lists the files an import could not read, and why. */
export function ImportFailuresDialog({ report, onClose }: ImportFailuresDialogProps) {
  const { failed, failedCount } = report
  return (
    <Dialog
      title={messages.notImported}
      className="import-failures"
      footer={<Button onClick={onClose}>{messages.close}</Button>}
      onClose={onClose}
    >
      <p className="import-failures-words">{describeImport(report)}</p>
      {/* Focusable, to be scrollable by keyboard. */}
      <ul className="import-failures-list" aria-label={messages.filesNotImported} tabIndex={0}>
        {failed.map(({ file, error }) => {
          const where = whereInList(file, error.message)
          return (
            <li key={file}>
              <span>{error.message}</span>
              {where !== null && <code>{where}</code>}
            </li>
          )
        })}
      </ul>
      {failedCount > failed.length && <p>{messages.moreFiles({ count: failedCount - failed.length })}</p>}
    </Dialog>
  )
}
