import { useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { Button } from '../../../../ui/button.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { SegmentedControl } from '../../../../ui/segmented-control.tsx'
import { SliderField } from '../../../../ui/slider-field.tsx'
import type { RefineOperation } from '../../../../editor/raster/refine/refine-operation.ts'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import './canvas-dialogs.css'

type Kind = RefineOperation['is']

const kinds = [
  { value: 'grow', label: 'Grow' },
  { value: 'shrink', label: 'Shrink' },
  { value: 'feather', label: 'Feather' },
  { value: 'smooth', label: 'Smooth' },
  { value: 'border', label: 'Border' },
  { value: 'fill-holes', label: 'Fill holes' },
] as const

const words: Readonly<Record<Kind, string>> = {
  grow: 'Wider on every side.',
  shrink: 'Narrower on every side.',
  feather: 'The edge fades out, half of it inside, half outside.',
  smooth: 'Corners and ragged edges become round.',
  border: 'Only a band along the edge is left.',
  'fill-holes': 'What is wholly surrounded becomes part of it.',
}

/** Changes the shape of the mask. It stays open, so that several can be tried one after the other; each is one step. */
export function RefineDialog({ session }: { readonly session: CanvasSession }): ReactNode {
  const [kind, setKind] = useState<Kind>('feather')
  const [px, setPx] = useState(32)
  const busyWith = useStore(session.store, (state) => state.busyWith)
  const undoLabel = useStore(session.store, (state) => state.undoLabel)
  const close = () => session.view.openDialog(null)
  const apply = () => {
    const operation: RefineOperation = kind === 'fill-holes' ? { is: kind } : { is: kind, px }
    session.selection.refine(operation).catch(() => undefined)
  }
  const footer = (
    <>
      <Button disabled={undoLabel === null} onClick={() => session.undo()}>
        Undo
      </Button>
      <Button onClick={close}>Done</Button>
      <Button look="primary" disabled={busyWith !== null} onClick={apply}>
        {busyWith === null ? 'Apply' : 'Working …'}
      </Button>
    </>
  )
  return (
    <Dialog title="Refine the mask" className="canvas-dialog canvas-dialog-aside" footer={footer} onClose={close}>
      <div className="dialog-body">
        <SegmentedControl label="What to do" isLabelHidden options={kinds} value={kind} onChange={setKind} />
        <p className="canvas-dialog-hint">{words[kind]}</p>
        {kind !== 'fill-holes' && (
          <SliderField label="By" scale="square" value={px} min={1} max={256} unit="px" onChange={setPx} />
        )}
      </div>
    </Dialog>
  )
}
