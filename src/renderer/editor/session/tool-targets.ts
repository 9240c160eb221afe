import type { CanvasDoc } from '../document/model.ts'
import type { Scene, ToolId } from '../tools/tool.ts'

type Kind = Scene['target']

/** What each tool needs under it; a tool that is not named works on anything. */
const needs: Readonly<Partial<Record<ToolId, readonly Kind[]>>> = {
  brush: ['mask', 'sampling'],
  eraser: ['mask', 'sampling'],
  lasso: ['mask', 'sampling'],
  polygon: ['mask', 'sampling'],
  rectangle: ['mask', 'sampling'],
  ellipse: ['mask', 'sampling'],
  wand: ['mask', 'sampling'],
  gradient: ['mask', 'sampling'],
  bucket: ['mask', 'sampling', 'paint'],
  'colour-brush': ['paint'],
  'colour-eraser': ['paint'],
  clone: ['paint'],
  heal: ['paint'],
  move: ['picture'],
}

const firstTool: Readonly<Record<Kind, ToolId>> = {
  mask: 'brush',
  sampling: 'brush',
  paint: 'colour-brush',
  picture: 'move',
}

export function fits(tool: ToolId, kind: Kind): boolean {
  return needs[tool]?.includes(kind) ?? true
}

/** The tool to take up with a new target. */
export function toolFor(tool: ToolId, kind: Kind): ToolId {
  return fits(tool, kind) ? tool : firstTool[kind]
}

/** The tool to take up with a layer that has just come: one that works on it, not one that works on anything. */
export function toolForNew(tool: ToolId, kind: Kind): ToolId {
  return needs[tool] !== undefined ? toolFor(tool, kind) : firstTool[kind]
}

/** What a tool should act on: the target where that fits, else what was last used of the kind; null = there is none. */
export function targetFor(
  tool: ToolId,
  doc: CanvasDoc,
  now: { readonly id: string; readonly kind: Kind },
  lastMaskId: string,
): string | null {
  if (fits(tool, now.kind)) return now.id
  const wanted = needs[tool]?.[0]
  if (wanted === 'mask') return doc.masks.some(({ id }) => id === lastMaskId) ? lastMaskId : (doc.masks[0]?.id ?? null)
  return doc.layers.findLast((layer) => layer.kind === wanted && layer.isVisible)?.id ?? null
}

export type BrushKind = 'mask' | 'paint' | 'copy'

/** Masks, color, and what copies each remember their own brush. */
export function brushKindOf(tool: ToolId): BrushKind {
  if (tool === 'clone' || tool === 'heal') return 'copy'
  return tool === 'colour-brush' || tool === 'colour-eraser' ? 'paint' : 'mask'
}
