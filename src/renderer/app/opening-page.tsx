import { LibraryBig } from 'lucide-react'
import type { LibraryOpening } from '../../shared/domain/library.ts'
import * as messages from '../../shared/messages/en/window.ts'
import { formatNumber } from '../lib/format.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import './opening-page.css'

/** Covers the window until the library is usable. */
export function OpeningPage({ opening: { done, total } }: { readonly opening: LibraryOpening }) {
  const title = total === null ? messages.preparingLibrary : messages.updatingLibrary
  return (
    <div className="opening-page">
      <EmptyState icon={<LibraryBig size={28} strokeWidth={1.5} />} title={title} text={messages.openingHint}>
        <div className="opening-page-progress">
          <ProgressBar label={title} value={total === null ? null : done / total} />
          <p role="status">{total !== null && messages.openingProgress({ done: formatNumber(done), total })}</p>
        </div>
      </EmptyState>
    </div>
  )
}
