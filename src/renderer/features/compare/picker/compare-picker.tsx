import { useState } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import { useAsset, useCover, useServices } from '../../../client/index.ts'
import type { IdList } from '../../../lib/id-list.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TickGrid, TickTile } from '../../../ui/tick-grid.tsx'
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
      <Button onClick={onClose}>{messages.cancel}</Button>
      <Button look="primary" disabled={ticked.length === 0} onClick={handleDone}>
        {messages.addToCompare}
      </Button>
    </>
  )
  return (
    <Dialog title={messages.addImagesTitle} className="compare-picker" footer={footer} onClose={onClose}>
      <div className="dialog-body">
        {offered.length === 0 && <p className="compare-picker-none">{messages.noOtherImages}</p>}
        <TickGrid>
          {offered.slice(0, count).map((id) => (
            <PickerTile key={id} id={id} place={ticked.indexOf(id)} onToggle={() => toggle(id)} />
          ))}
        </TickGrid>
        {offered.length > count && (
          <Button onClick={() => setCount(count + pageSize)}>{messages.showOlderImages}</Button>
        )}
      </div>
    </Dialog>
  )
}

function roomWords(ticked: number, room: number): string {
  if (room === 0) return messages.compareFull
  return ticked === 0 ? messages.roomLeft({ room }) : messages.selectedOfRoom({ ticked, room })
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
    <TickTile
      name={asset?.name}
      src={assetUrl(id, 'thumb-256')}
      isCovered={cover !== null}
      place={place}
      onToggle={onToggle}
    />
  )
}
