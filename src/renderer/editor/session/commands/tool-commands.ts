import * as messages from '../../../../shared/messages/en/commands.ts'
import type { Command } from '../../../lib/command.ts'
import { toolIds, type ToolId } from '../../tools/tool.ts'
import type { CanvasSession } from '../canvas-session.ts'

/** Names of the tools. */
export const toolNames: Readonly<Record<ToolId, string>> = {
  brush: messages.brush,
  eraser: messages.eraser,
  lasso: messages.lasso,
  polygon: messages.polygon,
  rectangle: messages.rectangle,
  ellipse: messages.ellipse,
  wand: messages.magicWand,
  object: messages.objectSelection,
  bucket: messages.bucket,
  gradient: messages.gradient,
  'colour-brush': messages.colorBrush,
  'colour-eraser': messages.colorEraser,
  clone: messages.clone,
  heal: messages.heal,
  eyedropper: messages.eyedropper,
  move: messages.move,
  markup: messages.markup,
  frame: messages.frame,
  crop: messages.crop,
  hand: messages.hand,
  zoom: messages.zoom,
}

/** The tool that removes what this one paints. */
const opposites: Partial<Record<ToolId, ToolId>> = {
  brush: 'eraser',
  eraser: 'brush',
  'colour-brush': 'colour-eraser',
  'colour-eraser': 'colour-brush',
}

export function toolCommands(session: CanvasSession): readonly Command[] {
  return [
    ...toolIds.map((id): Command => ({
      id: `tool.${id}`,
      label: toolNames[id],
      group: 'Tools',
      run: () => session.tools.choose(id),
    })),
    {
      id: 'tool.swap',
      label: messages.swapBrushAndEraser,
      group: 'Tools',
      run: () => session.tools.choose(opposites[session.store.getState().tool] ?? 'brush'),
    },
  ]
}
