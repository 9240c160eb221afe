import type { CanvasDoc } from '../document/model.ts'
import type { Scene, ToolId } from '../tools/tool.ts'

type Kind = Scene['target']

/** Target types each tool needs; tools not listed work on anything. */
const needs: Readonly<Partial<Record<ToolId, readonly Kind[]>>> = {
  brush: ['mask', 'sampling'],
  eraser: ['mask', 'sampling'],
  lasso: ['mask', 'sampling'],
  polygon: ['mask', 'sampling'],
  rectangle: ['mask', 'sampling'],
  ellipse: ['mask', 'sampling'],
  wand: ['mask', 'sampling'],
  object: ['mask', 'sampling'],
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

export function fitsTool(tool: ToolId, kind: Kind): boolean {
  return needs[tool]?.includes(kind) ?? true
}

/** The tool to select for a new target. */
export function toolFor(tool: ToolId, kind: Kind): ToolId {
  return fitsTool(tool, kind) ? tool : firstTool[kind]
}

/** The tool to select for a newly added layer: one made for it, not one that works on anything. */
export function toolForNew(tool: ToolId, kind: Kind): ToolId {
  return needs[tool] !== undefined ? toolFor(tool, kind) : firstTool[kind]
}

/** The target a tool should use: the current one if it fits, otherwise the last used of that type; null = none. */
export function targetFor(
  tool: ToolId,
  doc: CanvasDoc,
  current: { readonly id: string; readonly kind: Kind },
  lastMaskId: string,
): string | null {
  if (fitsTool(tool, current.kind)) return current.id
  const requiredKind = needs[tool]?.[0]
  if (requiredKind === 'mask')
    return doc.masks.some(({ id }) => id === lastMaskId) ? lastMaskId : (doc.masks[0]?.id ?? null)
  return doc.layers.findLast((layer) => layer.kind === requiredKind && layer.isVisible)?.id ?? null
}

export type BrushKind = 'mask' | 'paint' | 'copy'

/** Masks, color, and copying each keep their own brush. */
export function brushKindOf(tool: ToolId): BrushKind {
  if (tool === 'clone' || tool === 'heal') return 'copy'
  return tool === 'colour-brush' || tool === 'colour-eraser' ? 'paint' : 'mask'
}
