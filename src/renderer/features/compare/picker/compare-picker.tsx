import { Check } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import { useAsset, useCover, useServices } from '../../../client/index.ts'
import type { IdList } from '../../../lib/id-list.ts'
import { classNames } from '../../../lib/class-names.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { useCompare } from '../compare-context.ts'
import { tilesMost } from '../create-compare-store.ts'
import './compare-picker.css'

/** As many as are shown at first, and more each time they are asked for. */
const pageSize = 60

/** Pictures of the library, newest first, to be put on the table. */
export function ComparePicker({ onClose }: { readonly onClose: () => void }) {
  const { store, actions } = useCompare()
  const order: IdList = useStore(useServices().order.store, (state) => state.library) ?? []
  const [there] = useState(() => store.getState().ids)
  const [ticked, setTicked] = useState<readonly AssetId[]>([])
  const [count, setCount] = useState(pageSize)
  const room = tilesMost - there.length
  // No more of them are read than are shown.
  const offered = order.slice(0, count + there.length + 1).filter((id) => !there.includes(id))
  const toggle = (id: AssetId) => {
    if (ticked.includes(id)) setTicked(ticked.filter((each) => each !== id))
    else if (ticked.length < room) setTicked([...ticked, id])
  }
  const handleDone = () => {
    actions.add(ticked)
    onClose()
  }
  const footer = (
    <>
      <span className="compare-picker-count" role="status">
        {roomWords(ticked.length, room)}
      </span>
      <Button onClick={onClose}>Cancel</Button>
      <Button look="primary" disabled={ticked.length === 0} onClick={handleDone}>
        Put on the table
      </Button>
    </>
  )
  return (
    <Dialog title="Pictures to compare" className="compare-picker" footer={footer} onClose={onClose}>
      <div className="dialog-body">
        {offered.length === 0 && <p className="compare-picker-none">There is no other picture in the library.</p>}
        <div className="compare-picker-grid" onKeyDown={walk}>
          {offered.slice(0, count).map((id) => (
            <PickerTile key={id} id={id} place={ticked.indexOf(id)} onToggle={() => toggle(id)} />
          ))}
        </div>
        {offered.length > count && <Button onClick={() => setCount(count + pageSize)}>Show older ones</Button>}
      </div>
    </Dialog>
  )
}

function roomWords(ticked: number, room: number): string {
  if (room === 0) return 'The table is full: take a picture off first.'
  return ticked === 0 ? `Room for ${room}` : `${ticked} of ${room}`
}

interface PickerTileProps {
  readonly id: AssetId
  /** Among the ticked ones; -1 = not ticked. */
  readonly place: number
  readonly onToggle: () => void
}

function PickerTile({ id, place, onToggle }: PickerTileProps) {
  const asset = useAsset(id)
  const cover = useCover(id)
  return (
    <button
      type="button"
      className="compare-picker-tile"
      aria-pressed={place >= 0}
      aria-label={asset?.name ?? 'Picture'}
      title={asset?.name}
      onClick={onToggle}
    >
      <img
        className={classNames(cover && 'is-covered')}
        src={assetUrl(id, 'thumb-256')}
        alt=""
        loading="lazy"
        draggable={false}
      />
      {place >= 0 && (
        <span>
          <Check size={12} aria-hidden="true" /> {place + 1}
        </span>
      )}
    </button>
  )
}

/** Arrow keys go from tile to tile, up and down by as many as stand in a row. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const tiles = [...event.currentTarget.querySelectorAll('button')]
  const at = tiles.indexOf(event.target as HTMLButtonElement)
  if (at < 0) return
  const top = tiles[0]!.offsetTop
  const below = tiles.findIndex((tile) => tile.offsetTop > top)
  const columns = below < 0 ? tiles.length : below
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key]
  if (steps === undefined) return
  event.preventDefault()
  tiles[at + steps]?.focus()
}
