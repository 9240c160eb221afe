import type { ImportReport } from '../../shared/contract/index.ts'
import * as messages from '../../shared/messages/en/window-dialogs.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import './import-failures-dialog.css'
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
        {failed.map(({ file, error }) => (
          <li key={file}>
            <code>{file}</code>
            <span>{error.message}</span>
          </li>
        ))}
        {damaged.map((name, at) => (
          <li key={`${at} ${name}`}>
            <code>{name}</code>
            <span>{messages.damagedPart}</span>
          </li>
        ))}
      </ul>
      {more > 0 && <p>{messages.moreFiles({ count: more })}</p>}
    </Dialog>
  )
}
