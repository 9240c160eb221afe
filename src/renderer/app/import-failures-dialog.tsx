import type { ImportReport } from '../../shared/contract/index.ts'
import { formatCount } from '../lib/format.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import './import-failures-dialog.css'
import { importWords } from './import-words.ts'

interface ImportFailuresDialogProps {
  readonly report: ImportReport
  readonly onClose: () => void
}

/** Which files an import could not read, and why. */
export function ImportFailuresDialog({ report, onClose }: ImportFailuresDialogProps) {
  const { failed, failedCount } = report
  return (
    <Dialog
      title="Not imported"
      className="import-failures"
      footer={<Button onClick={onClose}>Close</Button>}
      onClose={onClose}
    >
      <p className="import-failures-words">{importWords(report)}</p>
      {/* Scrolled by keyboard as well. */}
      <ul className="import-failures-list" aria-label="Files that were not imported" tabIndex={0}>
        {failed.map(({ file, error }) => (
          <li key={file}>
            <code>{file}</code>
            <span>{error.message}</span>
          </li>
        ))}
      </ul>
      {failedCount > failed.length && <p>And {formatCount(failedCount - failed.length, 'other file')}.</p>}
    </Dialog>
  )
}
