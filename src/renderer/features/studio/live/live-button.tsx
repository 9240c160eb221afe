import { Radio } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import * as messages from '../../../../shared/messages/en/live.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { toggleLive } from '../create-studio-store.ts'
import { useStudio, useStudioState } from '../studio-context.ts'
import './live.css'
import { LiveView } from './live-view.tsx'
import { useFirstModel } from './use-live.ts'

/** Turns the live canvas of a document on and off, and shows its frames while it is on. */
export function LiveButton({ canvas }: { readonly canvas: CanvasSession }): ReactNode {
  const { store } = useStudio()
  const liveOf = useStudioState((state) => state.liveOf)
  const hasModel = useFirstModel() !== null
  const isOn = liveOf === canvas.id
  // It ends with its document.
  useEffect(() => {
    if (liveOf !== null && liveOf !== canvas.id) store.setState({ liveOf: null })
  }, [store, liveOf, canvas.id])
  return (
    <>
      {isOn && <LiveView canvas={canvas} />}
      {(hasModel || isOn) && (
        <div className="live-button">
          <IconButton
            label={isOn ? messages.turnOff : messages.turnOn}
            command="make.live"
            isPressed={isOn}
            tooltipSide="left"
            onClick={() => toggleLive(store, canvas.id)}
          >
            <Radio size={16} aria-hidden="true" />
          </IconButton>
        </div>
      )}
    </>
  )
}
