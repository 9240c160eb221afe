import { useState } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import { useAsset, useCover, useServices } from '../../../client/index.ts'
import type { IdList } from '../../../lib/id-list.ts'
import { formatCount } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TickGrid, TickTile } from '../../../ui/tick-grid.tsx'
import './picture-picker.css'

interface PicturePickerProps {
  readonly title?: string
  /** Another one takes the place of the one that is ticked. */
  readonly isSingle?: boolean
  readonly chosen: readonly AssetId[]
  readonly onDone: (ids: readonly AssetId[]) => void
  readonly onClose: () => void
}

/** As many as are shown at first, and more each time they are asked for. */
const pageSize = 60

/** Pictures of the gallery, newest first, to be ticked. */
export function PicturePicker({
  title = 'Reference images',
  isSingle = false,
  chosen,
  onDone,
  onClose,
}: PicturePickerProps) {
  const order: IdList = useStore(useServices().order.store, (state) => state.library) ?? []
  const [ticked, setTicked] = useState<readonly AssetId[]>(chosen)
  const [count, setCount] = useState(pageSize)
  const toggle = (id: AssetId) =>
    setTicked(ticked.includes(id) ? ticked.filter((each) => each !== id) : [...(isSingle ? [] : ticked), id])
  const footer = (
    <>
      {!isSingle && <span className="picture-picker-count">{formatCount(ticked.length, 'image')}</span>}
      <Button onClick={onClose}>Cancel</Button>
      <Button
        look="primary"
        onClick={() => {
          onDone(ticked)
          onClose()
        }}
      >
        {isSingle ? 'Use it' : 'Use them'}
      </Button>
    </>
  )
  return (
    <Dialog title={title} className="picture-picker" footer={footer} onClose={onClose}>
      <div className="dialog-body">
        <TickGrid>
          {order.slice(0, count).map((id) => (
            <PickerTile key={id} id={id} place={ticked.indexOf(id)} onToggle={() => toggle(id)} />
          ))}
        </TickGrid>
        {order.length > count && <Button onClick={() => setCount(count + pageSize)}>Show older ones</Button>}
      </div>
    </Dialog>
  )
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
