import type { ReactNode } from 'react'
import { deferred } from '../../../../ui/deferred.tsx'
import type { CanvasFileActions } from '../../../../editor/session/canvas-file-actions.ts'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import { ToolOptionsPanel } from './tool-options.tsx'

// The stage is painted on before anybody reads the lists beside it.
const { Part: MasksPanel } = deferred(async () => (await import('./masks-panel.tsx')).MasksPanel)
const { Part: LayersPanel } = deferred(async () => (await import('./layers-panel.tsx')).LayersPanel)

interface CanvasPanelsProps {
  readonly session: CanvasSession
  readonly fileActions: CanvasFileActions
  readonly pictureName: string
  readonly isMaskShown: boolean
}

/** Everything about the open picture that is set beside it: the tool, the masks, the layers. */
export function CanvasPanels({ session, fileActions, pictureName, isMaskShown }: CanvasPanelsProps): ReactNode {
  return (
    <>
      <ToolOptionsPanel session={session} />
      {isMaskShown && <MasksPanel session={session} fileActions={fileActions} />}
      <LayersPanel session={session} fileActions={fileActions} pictureName={pictureName} />
    </>
  )
}
