import { arrowInReadingOrder } from '../../lib/reading-order.ts'
import { Check } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import * as messages from '../../../shared/messages/en/controls.ts'
import { classNames } from '../../lib/class-names.ts'
import './selection-grid.css'

/** A grid of thumbnails to select; arrow keys move between them. */
export function SelectionGrid({ children }: { readonly children: ReactNode }) {
  return (
    <div className="selection-grid" onKeyDown={walk}>
      {children}
    </div>
  )
}

interface SelectionTileProps {
  readonly name: string | undefined
  readonly src: string
  readonly isCovered: boolean
  /** Position among the selected ones; -1 = not selected. */
  readonly index: number
  readonly onToggle: () => void
}

export function SelectionTile({ name, src, isCovered, index, onToggle }: SelectionTileProps) {
  return (
    <button
      type="button"
      className="selection-tile"
      aria-pressed={index >= 0}
      aria-label={name ?? messages.image}
      title={name}
      onClick={onToggle}
    >
      <img className={classNames(isCovered && 'is-covered')} src={src} alt="" loading="lazy" draggable={false} />
      {index >= 0 && (
        <span>
          <Check size={12} aria-hidden="true" /> {index + 1}
        </span>
      )}
    </button>
  )
}

/** Up and down move by the number of columns. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const tiles = [...event.currentTarget.querySelectorAll('button')]
  const at = tiles.indexOf(event.target as HTMLButtonElement)
  if (at < 0) return
  const top = tiles[0]!.offsetTop
  const below = tiles.findIndex((tile) => tile.offsetTop > top)
  const columns = below < 0 ? tiles.length : below
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[arrowInReadingOrder(event.key)]
  if (step === undefined) return
  event.preventDefault()
  tiles[at + step]?.focus()
}
