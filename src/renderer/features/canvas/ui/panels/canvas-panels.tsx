import type { ReactNode } from 'react'
import type { CanvasDesk } from '../../session/canvas-desk.ts'
import type { CanvasSession } from '../../session/canvas-session.ts'
import { LayersPanel } from './layers-panel.tsx'
import { MasksPanel } from './masks-panel.tsx'
import { ToolOptions } from './tool-options.tsx'

interface CanvasPanelsProps {
  readonly session: CanvasSession
  readonly desk: CanvasDesk
  readonly pictureName: string
}

/** Everything about the open picture that is set beside it: the tool, the masks, the layers. */
export function CanvasPanels({ session, desk, pictureName }: CanvasPanelsProps): ReactNode {
  return (
    <>
      <ToolOptions session={session} />
      <MasksPanel session={session} desk={desk} />
      <LayersPanel session={session} desk={desk} pictureName={pictureName} />
    </>
  )
}
