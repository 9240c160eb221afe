import type { CommandList } from '../../../lib/command.ts'
import type { MenuAction } from '../../../ui/menus/menu.tsx'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import type { ToolId } from '../../../editor/tools/tool.ts'
import { layerEntries } from './panels/layer-entries.ts'

/** Tools whose options open at the pointer on right-click, because they change constantly while painting. */
const brushes: ReadonlySet<ToolId> = new Set(['brush', 'eraser', 'colour-brush', 'colour-eraser', 'clone', 'heal'])

export function isBrush(tool: ToolId): boolean {
  return brushes.has(tool)
}

const ofBrushedMask = [['mask.invert', 'mask.clear', 'mask.feather']] as const
const ofMask = [
  ['mask.select-all', 'mask.clear', 'mask.restore', 'mask.invert'],
  ['mask.subject', 'mask.grow', 'mask.shrink', 'mask.feather'],
] as const
const always = [
  ['image.upscale-2', 'image.upscale-4', 'image.upscale', 'image.remove-background', 'image.replace-background'],
  ['edit.copy', 'file.paste'],
  ['view.fit', 'view.actual-size'],
] as const

/** Commands for the current target, and for the image as a whole. */
export function canvasMenuGroups(session: CanvasSession, commands: CommandList): readonly (readonly MenuAction[])[] {
  const { tool, targetKind, targetId, layers } = session.store.getState()
  const toEntries = (groups: readonly (readonly string[])[]) => groups.map((ids) => entriesOf(ids, commands))
  const layer = layers.find(({ id }) => id === targetId)
  const isMask = targetKind === 'mask' || targetKind === 'sampling'
  const maskEntries = isMask ? toEntries(isBrush(tool) ? ofBrushedMask : ofMask) : []
  const ofLayer = layer === undefined ? [] : [[...layerEntries(session, layer), ...entriesOf(['layer.fill'], commands)]]
  return [...maskEntries, ...ofLayer, ...toEntries(always)].filter((group) => group.length > 0)
}

/** Disabled entries are shown as well: menus keep their shape. */
function entriesOf(ids: readonly string[], commands: CommandList): readonly MenuAction[] {
  return ids.flatMap((id) => {
    const command = commands.find(id)
    if (command === undefined) return []
    const isDisabled = !commands.isEnabled(command)
    return [{ label: command.label, command: id, isDisabled, run: () => void commands.run(id) }]
  })
}
