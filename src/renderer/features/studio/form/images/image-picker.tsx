import { useState } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../../shared/domain/image-url.ts'
import * as messages from '../../../../../shared/messages/en/form-parts.ts'
import { useAsset, useCover, useServices } from '../../../../client/index.ts'
import type { IdList } from '../../../../lib/id-list.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { SelectionGrid, SelectionTile } from '../../../../ui/fields/selection-grid.tsx'
import './image-picker.css'

interface ImagePickerProps {
  readonly title?: string
  /** Selecting another image replaces the selected one. */
  readonly isSingle?: boolean
  readonly chosen: readonly AssetId[]
  readonly onDone: (ids: readonly AssetId[]) => void
  readonly onClose: () => void
}

/** Images shown at first, and added by “Show more”. */
const pageSize = 60

/** Images of the library to select, newest first. */
export function ImagePicker({
  title = messages.referenceImages,
  isSingle = false,
  chosen,
  onDone,
  onClose,
}: ImagePickerProps) {
  const order: IdList = useStore(useServices().order.store, (state) => state.library) ?? []
  const [selected, setSelected] = useState<readonly AssetId[]>(chosen)
  const [count, setCount] = useState(pageSize)
  const toggle = (id: AssetId) =>
    setSelected(selected.includes(id) ? selected.filter((each) => each !== id) : [...(isSingle ? [] : selected), id])
  const footer = (
    <>
      {!isSingle && <span className="image-picker-count">{messages.imageCount({ count: selected.length })}</span>}
      <Button onClick={onClose}>{messages.cancel}</Button>
      <Button
        variant="primary"
        onClick={() => {
          onDone(selected)
          onClose()
        }}
      >
        {isSingle ? messages.takeImage : messages.takeImages}
      </Button>
    </>
  )
  return (
    <Dialog title={title} className="image-picker" footer={footer} onClose={onClose}>
      <div className="dialog-body">
        <SelectionGrid>
          {order.slice(0, count).map((id) => (
            <PickerTile key={id} id={id} index={selected.indexOf(id)} onToggle={() => toggle(id)} />
          ))}
        </SelectionGrid>
        {order.length > count && <Button onClick={() => setCount(count + pageSize)}>{messages.showMore}</Button>}
      </div>
    </Dialog>
  )
}

interface PickerTileProps {
  readonly id: AssetId
  /** Index among the selected images; -1 = not selected. */
  readonly index: number
  readonly onToggle: () => void
}

function PickerTile({ id, index, onToggle }: PickerTileProps) {
  const asset = useAsset(id)
  const cover = useCover(id)
  return (
    <SelectionTile
      name={asset?.name}
      src={assetUrl(id, 'thumb-256')}
      isCovered={cover !== null}
      index={index}
      onToggle={onToggle}
    />
  )
}
