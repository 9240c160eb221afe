import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../../shared/messages/en/canvas.ts'
import { Kbd } from '../../../../ui/kbd.tsx'
import { PanelSection } from '../../../../ui/panel-section.tsx'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import { toolNames } from '../../../../editor/session/tool-commands.ts'
import type { ToolId } from '../../../../editor/tools/tool.ts'
import { LazyCropOptions, LazyFrameOptions, LazyPlaceOptions, LazyToolOptions } from '../deferred-parts.ts'
import { BrushOptions, PaintColorField } from './brush-options.tsx'
import './tool-options.css'

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
      return <LazyPlaceOptions session={session} />
    case 'frame':
      return <LazyFrameOptions session={session} />
    case 'crop':
      return <LazyCropOptions session={session} />
    case 'hand':
      return <p className="tool-options-hint">{messages.panHint}</p>
    case 'zoom':
      return <p className="tool-options-hint">{messages.zoomHint}</p>
    default:
      return <LazyToolOptions session={session} tool={tool} />
  }
}
