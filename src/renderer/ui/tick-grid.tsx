import { Check } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'
import './tick-grid.css'

/** Small pictures to be ticked, in rows; arrow keys go from one to the next. */
export function TickGrid({ children }: { readonly children: ReactNode }) {
  return (
    <div className="tick-grid" onKeyDown={walk}>
      {children}
    </div>
  )
}

interface TickTileProps {
  readonly name: string | undefined
  readonly src: string
  readonly isCovered: boolean
  /** Among the ticked ones; -1 = not ticked. */
  readonly place: number
  readonly onToggle: () => void
}

export function TickTile({ name, src, isCovered, place, onToggle }: TickTileProps) {
  return (
    <button
      type="button"
      className="tick-tile"
      aria-pressed={place >= 0}
      aria-label={name ?? 'Image'}
      title={name}
      onClick={onToggle}
    >
      <img className={classNames(isCovered && 'is-covered')} src={src} alt="" loading="lazy" draggable={false} />
      {place >= 0 && (
        <span>
          <Check size={12} aria-hidden="true" /> {place + 1}
        </span>
      )}
    </button>
  )
}

/** Up and down by as many as stand in a row. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const tiles = [...event.currentTarget.querySelectorAll('button')]
  const at = tiles.indexOf(event.target as HTMLButtonElement)
  if (at < 0) return
  const top = tiles[0]!.offsetTop
  const below = tiles.findIndex((tile) => tile.offsetTop > top)
  const columns = below < 0 ? tiles.length : below
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key]
  if (step === undefined) return
  event.preventDefault()
  tiles[at + step]?.focus()
}
