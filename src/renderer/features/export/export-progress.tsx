import { useStore } from 'zustand'
import { formatCount, formatNumber } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import type { ExportStore } from './create-export-store.ts'

interface ExportProgressProps {
  readonly store: ExportStore
  readonly onStop: () => void
}

export function ExportProgress({ store, onStop }: ExportProgressProps) {
  const progress = useStore(store, (state) => state.progress)
  const total = progress?.total ?? 0
  const done = progress?.done ?? 0
  const text = total > 1 ? `${formatNumber(done)} of ${formatCount(total, 'image')} written` : 'Writing the file…'
  return (
    <>
      <div className="dialog-body" aria-live="polite">
        <p>{text}</p>
        <ProgressBar label="Export" value={total > 1 ? done / total : null} />
      </div>
      <footer className="dialog-footer">
        <Button onClick={onStop}>Stop</Button>
      </footer>
    </>
  )
}
