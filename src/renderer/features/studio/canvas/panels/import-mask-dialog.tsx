import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../../shared/messages/en/canvas-panels.ts'
import { joinSentences } from '../../../../../shared/messages/formats.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { SegmentedControl } from '../../../../ui/fields/segmented-control.tsx'
import { SwitchField } from '../../../../ui/fields/switch-field.tsx'
import type { CombineMode } from '../../../../editor/document/raster.ts'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import type { IncomingMask } from '../../../../editor/session/create-canvas-store.ts'
import { combineModes } from '../combine-modes.ts'
import './canvas-dialogs.css'

const modes: readonly { readonly value: CombineMode | 'new'; readonly label: string }[] = [
  { value: 'new', label: messages.newMask },
  // With several masks, "New" would suggest an additional one.
  ...combineModes.map((mode) => (mode.value === 'replace' ? { ...mode, label: messages.replace } : mode)),
]

export function ImportMaskDialog({ session }: { readonly session: CanvasSession }): ReactNode {
  const incoming = useStore(session.store, (state) => state.incomingMask)
  return incoming === null ? null : <IncomingDialog session={session} incoming={incoming} />
}

interface IncomingProps {
  readonly session: CanvasSession
  readonly incoming: IncomingMask
}

/** White is repainted: tools differ in polarity, so the file is previewed over the image before it is applied. */
function IncomingDialog({ session, incoming }: IncomingProps): ReactNode {
  const [isInverted, setIsInverted] = useState(false)
  const [choice, setChoice] = useState<'new' | CombineMode>('new')
  const [problem, setProblem] = useState<string | null>(null)
  const image = useShownBytes(incoming.maskPng)
  const share = Math.round((isInverted ? 1 - incoming.share : incoming.share) * 100)
  const close = () => session.view.openDialog(null)
  const lay = () => {
    const mode = choice === 'new' ? 'replace' : choice
    session.selection
      .importMask(incoming.maskPng, { isInverted, mode, name: choice === 'new' ? incoming.name : null })
      .then(close, (thrown: unknown) => setProblem(thrown instanceof Error ? thrown.message : String(thrown)))
  }
  const footer = (
    <>
      <Button onClick={close}>{messages.cancel}</Button>
      <Button variant="primary" data-autofocus onClick={lay}>
        {messages.importLabel}
      </Button>
    </>
  )
  return (
    <Dialog title={messages.importMask} className="canvas-dialog" footer={footer} onClose={close}>
      <div className="dialog-body">
        <div className="import-mask-preview" data-inverted={isInverted}>
          <img ref={image} alt={messages.maskPreview({ name: incoming.name })} />
        </div>
        <p className="canvas-dialog-hint" role="status">
          {joinSentences(
            messages.whiteIsRepainted({ share }),
            ...incoming.notes,
            incoming.wasScaled && messages.maskScaled,
          )}
        </p>
        <SwitchField label={messages.invert} hint={messages.invertHint} isOn={isInverted} onChange={setIsInverted} />
        <SegmentedControl label={messages.importAs} options={modes} value={choice} onChange={setChoice} />
        {problem !== null && <p role="alert">{problem}</p>}
      </div>
    </Dialog>
  )
}

/** Shows bytes as an image while mounted. */
function useShownBytes(bytes: Uint8Array): RefObject<HTMLImageElement | null> {
  const image = useRef<HTMLImageElement>(null)
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([bytes.slice()], { type: 'image/png' }))
    if (image.current !== null) image.current.src = url
    return () => URL.revokeObjectURL(url)
  }, [bytes])
  return image
}
