import type { ReactNode } from 'react'
import type { ModelMatch } from '../../../lib/model-ref.ts'
import { ModelDetailsButton } from '../../../ui/model-details-button.tsx'

interface EngineRowProps {
  readonly name: string
  /** Under the name: who it is of and what it can do. */
  readonly text: ReactNode
  readonly price: string
  readonly priceTip?: string | null | undefined
  readonly isTicked: boolean
  /** It cannot be asked just now. */
  readonly isFaint?: boolean | undefined
  /** Absent where there is no model behind it. */
  readonly found?: ModelMatch | undefined
  /** What it will do otherwise than asked, and what keeps it from being asked. */
  readonly children?: ReactNode
  readonly onToggle: () => void
}

/** One engine that may do the work, with a tick. */
export function EngineRow(props: EngineRowProps) {
  const { name, text, price, priceTip, isTicked, isFaint = false, found, children, onToggle } = props
  return (
    <li className="engine-row" data-ticked={isTicked} data-faint={isFaint}>
      <label>
        <input type="checkbox" checked={isTicked} aria-label={name} onChange={onToggle} />
        <span className="engine-row-name">
          <strong>{name}</strong>
          <span>{text}</span>
        </span>
        <span className="engine-row-price" title={priceTip ?? undefined}>
          {price}
        </span>
      </label>
      {found !== undefined && <ModelDetailsButton found={found} className="engine-row-details" />}
      {children}
    </li>
  )
}
