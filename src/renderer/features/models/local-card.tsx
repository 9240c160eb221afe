import type { Listing } from './filter-providers.ts'
import { ModelList } from './model-list.tsx'

interface LocalCardProps {
  /** The demo; null where none of it passes the filter. */
  readonly demo: Listing | null
  readonly hasFill: boolean
}

/** What needs no network, no key and no account. */
export function LocalCard({ demo, hasFill }: LocalCardProps) {
  if (demo === null && !hasFill) return null
  return (
    <article className="provider-card" aria-label="On this computer">
      <header>
        <h2>On this computer</h2>
        <p className="health" data-tone="good" role="status" aria-label="On this computer: ready">
          <span className="health-dot" aria-hidden="true" />
          ready
        </p>
      </header>
      <p className="provider-privacy">no network, no key: nothing leaves this computer</p>
      {hasFill && <FillRow />}
      {demo !== null && <ModelList listing={demo} />}
    </article>
  )
}

function FillRow() {
  return (
    <ul className="model-list" aria-label="Engines">
      <li className="model-row" data-tone="plain">
        <span className="model-row-name">Content-aware fill</span>
        <span className="model-row-abilities">edit with mask · exact</span>
        <span className="model-row-actions" />
        <span className="model-row-price">free</span>
      </li>
    </ul>
  )
}
