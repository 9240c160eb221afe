import { useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../../shared/messages/en/canvas-panels.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { SegmentedControl } from '../../../../ui/fields/segmented-control.tsx'
import { SliderField } from '../../../../ui/fields/slider-field.tsx'
import type { RefineOperation } from '../../../../editor/raster/refine/refine-tiles.ts'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import './canvas-dialogs.css'

type Kind = RefineOperation['type']

const kinds = [
  { value: 'grow', label: messages.grow },
  { value: 'shrink', label: messages.shrink },
  { value: 'feather', label: messages.feather },
  { value: 'smooth', label: messages.smooth },
  { value: 'border', label: messages.border },
  { value: 'fill-holes', label: messages.fillHoles },
] as const

const labels: Readonly<Record<Kind, string>> = {
  grow: messages.growDescription,
  shrink: messages.shrinkDescription,
  feather: messages.featherDescription,
  smooth: messages.smoothDescription,
  border: messages.borderDescription,
  'fill-holes': messages.fillHolesDescription,
}

/** Changes the shape of the mask. It stays open, so that several operations can be tried in a row; each is one step. */
export function RefineDialog({ session }: { readonly session: CanvasSession }): ReactNode {
  const [kind, setKind] = useState<Kind>('feather')
  const [px, setPx] = useState(32)
  const busyWith = useStore(session.store, (state) => state.busyWith)
  const undoLabel = useStore(session.store, (state) => state.undoLabel)
  const close = () => session.view.openDialog(null)
  const apply = () => {
    const operation: RefineOperation = kind === 'fill-holes' ? { type: kind } : { type: kind, px }
    session.selection.refine(operation).catch(() => undefined)
  }
  const footer = (
    <>
      <Button disabled={undoLabel === null} onClick={() => session.undo()}>
        {messages.undo}
      </Button>
      <Button onClick={close}>{messages.done}</Button>
      <Button variant="primary" disabled={busyWith !== null} onClick={apply}>
        {busyWith === null ? messages.apply : messages.working}
      </Button>
    </>
  )
  return (
    <Dialog title={messages.refineMask} className="canvas-dialog canvas-dialog-aside" footer={footer} onClose={close}>
      <div className="dialog-body">
        <SegmentedControl label={messages.operation} isLabelHidden options={kinds} value={kind} onChange={setKind} />
        <p className="canvas-dialog-hint">{labels[kind]}</p>
        {kind !== 'fill-holes' && (
          <SliderField label={messages.amount} scale="square" value={px} min={1} max={256} unit="px" onChange={setPx} />
        )}
      </div>
    </Dialog>
  )
}
