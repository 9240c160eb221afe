import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../../shared/messages/en/canvas.ts'
import { deferred } from '../../../../ui/deferred.tsx'
import { Kbd } from '../../../../ui/kbd.tsx'
import { PanelSection } from '../../../../ui/panel-section.tsx'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import { toolNames } from '../../../../editor/session/commands/tool-commands.ts'
import type { ToolId } from '../../../../editor/tools/tool.ts'
import { BrushOptions, PaintColorField } from './brush-options.tsx'
import './tool-options.css'

const more = deferred(() => import('./more-tool-options.tsx').then((part) => part.MoreToolOptions))
const place = deferred(() => import('./place-options.tsx').then((part) => part.PlaceOptions))
const frame = deferred(() => import('./extent-options.tsx').then((part) => part.FrameOptions))
const crop = deferred(() => import('./extent-options.tsx').then((part) => part.CropOptions))

/** Call when idle: the start shows a brush. */
export async function loadToolOptions(): Promise<void> {
  for (const part of [more, place, frame, crop]) await part.load()
}

interface OptionsProps {
  readonly session: CanvasSession
}

/** Options of the active tool. */
export function ToolOptionsPanel({ session }: OptionsProps): ReactNode {
  const tool = useStore(session.store, (state) => state.tool)
  return (
    <PanelSection title={toolNames[tool]} aside={<Kbd command={`tool.${tool}`} />}>
      <ToolFields session={session} tool={tool} />
    </PanelSection>
  )
}

export function ToolFields({ session, tool }: OptionsProps & { readonly tool: ToolId }): ReactNode {
  switch (tool) {
    case 'brush':
    case 'eraser':
    case 'colour-eraser':
      return <BrushOptions session={session} />
    case 'colour-brush':
      return (
        <>
          <PaintColorField session={session} />
          <BrushOptions session={session} />
        </>
      )
    case 'move':
      return <place.Part session={session} />
    case 'frame':
      return <frame.Part session={session} />
    case 'crop':
      return <crop.Part session={session} />
    case 'hand':
      return <p className="tool-options-hint">{messages.panHint}</p>
    case 'zoom':
      return <p className="tool-options-hint">{messages.zoomHint}</p>
    default:
      return <more.Part session={session} tool={tool} />
  }
}
