import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { SegmentedControl } from '../../../ui/segmented-control.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import type { CombineMode } from '../../../editor/document/raster.ts'
import { rectSource } from '../../../editor/raster/shapes/rect-source.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { readRectangle, type RectangleDraft } from './read-rectangle.ts'
import './rectangle-dialog.css'

const fields = [
  ['x', 'From the left'],
  ['y', 'From the top'],
  ['widthPx', 'Width'],
  ['heightPx', 'Height'],
] as const

const modes = [
  { value: 'add', label: 'Add' },
  { value: 'subtract', label: 'Subtract' },
] as const

/** The mask, or the sampling area, in numbers: for hands without a pointer, and for exact edges. */
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
    const label = mode === 'add' ? 'Add a rectangle' : 'Take a rectangle away'
    session.masks.combine(label, rectSource(rect, false), mode)
    close()
  }
  const footer = (
    <>
      <Button onClick={close}>Cancel</Button>
      <Button look="primary" type="submit" form={formId} disabled={rect === null}>
        {mode === 'add' ? 'Add the rectangle' : 'Take it away'}
      </Button>
    </>
  )
  return (
    <Dialog
      title={isSampling ? 'Sample from a rectangle' : 'Mask a rectangle'}
      className="rectangle-dialog"
      footer={footer}
      onClose={close}
    >
      <form id={formId} className="dialog-body" onSubmit={handleSubmit}>
        <p className="rectangle-dialog-hint">
          In pixels of the image, which is {session.size.widthPx} × {session.size.heightPx}.
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
        <SegmentedControl label="Add or subtract" isLabelHidden options={modes} value={mode} onChange={setMode} />
      </form>
    </Dialog>
  )
}

/** The middle half of the picture: something to start from. */
function middleOf({ size }: CanvasSession): RectangleDraft {
  return {
    x: String(Math.floor(size.widthPx / 4)),
    y: String(Math.floor(size.heightPx / 4)),
    widthPx: String(Math.ceil(size.widthPx / 2)),
    heightPx: String(Math.ceil(size.heightPx / 2)),
  }
}
