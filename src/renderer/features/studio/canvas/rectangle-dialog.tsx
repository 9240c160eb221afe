import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../shared/messages/en/canvas-panels.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { SegmentedControl } from '../../../ui/fields/segmented-control.tsx'
import { TextField } from '../../../ui/fields/text-field.tsx'
import type { CombineMode } from '../../../editor/document/raster.ts'
import { rectSource } from '../../../editor/raster/shapes/rect-source.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { readRectangle, type RectangleDraft } from './read-rectangle.ts'
import './rectangle-dialog.css'

const fields = [
  ['x', messages.x],
  ['y', messages.y],
  ['widthPx', messages.width],
  ['heightPx', messages.height],
] as const

const modes = [
  { value: 'add', label: messages.add },
  { value: 'subtract', label: messages.subtract },
] as const

/** Sets the mask, or the sampling area, in numbers: usable without a pointer, and for exact edges. */
export function RectangleDialog({ session }: { readonly session: CanvasSession }): ReactNode {
  const isSampling = useStore(session.store, (state) => state.targetKind === 'sampling')
  const [draft, setDraft] = useState<RectangleDraft>(() => middleOf(session))
  const [mode, setMode] = useState<CombineMode>('add')
  const formId = useId()
  const { rect, problems } = readRectangle(draft, session.size)
  const close = () => session.view.openDialog(null)
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (rect === null) return
    const label = mode === 'add' ? messages.addRectangle : messages.subtractRectangle
    session.masks.combine(label, rectSource(rect, false), mode)
    close()
  }
  const footer = (
    <>
      <Button onClick={close}>{messages.cancel}</Button>
      <Button variant="primary" type="submit" form={formId} disabled={rect === null}>
        {mode === 'add' ? messages.add : messages.subtract}
      </Button>
    </>
  )
  return (
    <Dialog
      title={isSampling ? messages.sampleFromRectangle : messages.maskRectangle}
      className="rectangle-dialog"
      footer={footer}
      onClose={close}
    >
      <form id={formId} className="dialog-body" onSubmit={handleSubmit}>
        <p className="rectangle-dialog-hint">
          {messages.rectangleHint({ widthPx: session.size.widthPx, heightPx: session.size.heightPx })}
        </p>
        <div className="rectangle-dialog-fields">
          {fields.map(([field, label], index) => (
            <TextField
              key={field}
              label={label}
              inputMode="numeric"
              value={draft[field]}
              problem={problems[field]}
              data-autofocus={index === 0 ? true : undefined}
              onFocus={(event) => event.target.select()}
              onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
            />
          ))}
        </div>
        <SegmentedControl
          label={messages.addOrSubtract}
          isLabelHidden
          options={modes}
          value={mode}
          onChange={setMode}
        />
      </form>
    </Dialog>
  )
}

/** The center half of the image as a starting point. */
function middleOf({ size }: CanvasSession): RectangleDraft {
  return {
    x: String(Math.floor(size.widthPx / 4)),
    y: String(Math.floor(size.heightPx / 4)),
    widthPx: String(Math.ceil(size.widthPx / 2)),
    heightPx: String(Math.ceil(size.heightPx / 2)),
  }
}
