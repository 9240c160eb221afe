import { LibraryBig } from 'lucide-react'
import type { LibraryOpening } from '../../shared/domain/library-opening.ts'
import { formatCount, formatNumber } from '../lib/format.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import './opening-page.css'

/** Over the whole window until the library can be used. */
export function OpeningPage({ opening: { done, total } }: { readonly opening: LibraryOpening }) {
  const title = total === null ? 'Getting the library ready' : 'Bringing the library up to date'
  return (
    <div className="opening-page">
      <EmptyState
        icon={<LibraryBig size={28} strokeWidth={1.5} />}
        title={title}
        text="This is done once, after an update or a fault. You may close Atelier: nothing is lost, and the next start goes on with it."
      >
        <div className="opening-page-progress">
          <ProgressBar label={title} value={total === null ? null : done / total} />
          <p role="status">{total !== null && `${formatNumber(done)} of ${formatCount(total, 'image')}`}</p>
        </div>
      </EmptyState>
    </div>
  )
}
