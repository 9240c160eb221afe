import type { Command } from '../../lib/command.ts'
import { toolIds, type ToolId } from '../tools/tool.ts'
import type { CanvasSession } from './canvas-session.ts'

/** What tools are called. */
export const toolNames: Readonly<Record<ToolId, string>> = {
  brush: 'Brush',
  eraser: 'Eraser',
  lasso: 'Lasso',
  polygon: 'Polygon',
  rectangle: 'Rectangle',
  ellipse: 'Ellipse',
  wand: 'Magic wand',
  bucket: 'Bucket',
  gradient: 'Gradient',
  'colour-brush': 'Color brush',
  'colour-eraser': 'Color eraser',
  clone: 'Clone',
  heal: 'Heal',
  eyedropper: 'Eyedropper',
  move: 'Move',
  frame: 'Frame',
  crop: 'Crop',
  hand: 'Hand',
  zoom: 'Zoom',
}

/** The one that takes away what this one lays down. */
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
      label: 'Swap paint and erase',
      group: 'Tools',
      run: () => session.tools.choose(opposites[session.store.getState().tool] ?? 'brush'),
    },
  ]
}
