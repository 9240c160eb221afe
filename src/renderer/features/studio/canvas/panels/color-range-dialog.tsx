import { useState, type FormEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../../shared/messages/en/canvas-panels.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { SegmentedControl } from '../../../../ui/segmented-control.tsx'
import { SliderField } from '../../../../ui/slider-field.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
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
  const isColor = /^#[0-9a-f]{6}$/.test(color)
  const close = () => session.view.openDialog(null)
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!isColor) return
    session.selection.color(color, tolerance, mode).then(close, () => undefined)
  }
  const footer = (
    <>
      <Button onClick={close}>{messages.cancel}</Button>
      <Button variant="primary" type="submit" form="color-range" disabled={!isColor || busyWith !== null}>
        {busyWith === null ? messages.select : messages.working}
      </Button>
    </>
  )
  return (
    <Dialog title={messages.selectByColor} className="canvas-dialog" footer={footer} onClose={close}>
      <form id="color-range" className="dialog-body" onSubmit={handleSubmit}>
        <TextField
          label={messages.color}
          value={color}
          problem={isColor ? null : messages.enterColor}
          data-autofocus
          onFocus={(event) => event.target.select()}
          onChange={(event) => setColor(event.target.value.trim().toLowerCase())}
          aside={
            <input
              type="color"
              aria-label={messages.pickColor}
              value={isColor ? color : '#000000'}
              onChange={(event) => setColor(event.target.value.toLowerCase())}
            />
          }
        />
        <SliderField label={messages.tolerance} value={tolerance} min={0} max={255} onChange={setTolerance} />
        <SegmentedControl label={messages.mode} options={combineModes} value={mode} onChange={setMode} />
        <p className="canvas-dialog-hint">{messages.colorRangeHint}</p>
      </form>
    </Dialog>
  )
}
