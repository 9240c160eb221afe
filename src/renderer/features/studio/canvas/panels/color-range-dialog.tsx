import { useState, type FormEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../../shared/messages/en/canvas-panels.ts'
import { Button } from '../../../../ui/button.tsx'
import { ColorField, isColor } from '../../../../ui/fields/color-field.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { SegmentedControl } from '../../../../ui/fields/segmented-control.tsx'
import { SliderField } from '../../../../ui/fields/slider-field.tsx'
import type { CombineMode } from '../../../../editor/document/raster.ts'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import { combineModes } from '../combine-modes.ts'
import './canvas-dialogs.css'

/** Selects a color everywhere: also usable without a pointer, as the color can be typed. */
export function ColorRangeDialog({ session }: { readonly session: CanvasSession }): ReactNode {
  const start = session.store.getState().options
  const [color, setColor] = useState(start.color)
  const [tolerance, setTolerance] = useState(start.tolerance)
  const [mode, setMode] = useState<CombineMode>('replace')
  const busyWith = useStore(session.store, (state) => state.busyWith)
  const close = () => session.view.openDialog(null)
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!isColor(color)) return
    session.selection.color(color, tolerance, mode).then(close, () => undefined)
  }
  const footer = (
    <>
      <Button onClick={close}>{messages.cancel}</Button>
      <Button variant="primary" type="submit" form="color-range" disabled={!isColor(color) || busyWith !== null}>
        {busyWith === null ? messages.select : messages.working}
      </Button>
    </>
  )
  return (
    <Dialog title={messages.selectByColor} className="canvas-dialog" footer={footer} onClose={close}>
      <form id="color-range" className="dialog-body" onSubmit={handleSubmit}>
        <ColorField label={messages.color} value={color} onChange={setColor} />
        <SliderField label={messages.tolerance} value={tolerance} min={0} max={255} onChange={setTolerance} />
        <SegmentedControl label={messages.mode} options={combineModes} value={mode} onChange={setMode} />
        <p className="canvas-dialog-hint">{messages.colorRangeHint}</p>
      </form>
    </Dialog>
  )
}
