import * as messages from '../../../shared/messages/en/editor.ts'
import { createBrushTool, type BrushToolId } from './brush-tool.ts'
import { cropTool } from './crop-tool.ts'
import { createFrameTool } from './frame-tool.ts'
import { gradientTool } from './gradient-tool.ts'
import { withKeyboardPointer } from './keyboard-pointer.ts'
import { lassoTool } from './lasso-tool.ts'
import { objectTool } from './object-tool.ts'
import { moveTool } from './move-tool.ts'
import { bucketTool, createEyedropperTool, wandTool } from './point-tools.ts'
import { polygonTool } from './polygon-tool.ts'
import { resizeTool } from './resize-tool.ts'
import { createShapeTool } from './shape-tool.ts'
import { toSlot, type ToolSlot } from './tool-host.ts'
import { stay, type HeldToolId, type ToolId } from './tool.ts'
import { createPanTool, createZoomTool, rotateViewTool } from './view-tools.ts'

/** Returns all tools in their initial state, for a `ToolHost`. */
export function createToolSlots(): readonly ToolSlot[] {
  const tools: Readonly<Record<ToolId | HeldToolId, ToolSlot>> = {
    ...createPointTools(),
    ...createShapeTools(),
    ...createViewTools(),
    brush: brushSlot('brush'),
    eraser: brushSlot('eraser'),
    'colour-brush': brushSlot('colour-brush'),
    'colour-eraser': brushSlot('colour-eraser'),
    clone: copySlot('clone'),
    heal: copySlot('heal'),
  }
  return Object.values(tools)
}

function brushSlot(id: BrushToolId): ToolSlot {
  const keyHints = messages.brushKeys
  return toSlot(withKeyboardPointer(createBrushTool(id), { enter: 'stroke', message: keyHints }))
}

/** The first Enter sets the source point, as Alt+click does. */
function copySlot(id: 'clone' | 'heal'): ToolSlot {
  const keyHints = messages.cloneKeys
  return toSlot(
    withKeyboardPointer(createBrushTool(id), {
      enter: 'stroke',
      message: keyHints,
      isAltPress: ({ cloneFrom }) => cloneFrom === null,
      hasAltBack: true,
    }),
  )
}

function createPointTools() {
  const act = messages.clickKeys
  const draw = messages.lassoKeys
  const corners = messages.polygonKeys
  return {
    lasso: toSlot(withKeyboardPointer(lassoTool, { enter: 'stroke', message: draw })),
    polygon: toSlot(withKeyboardPointer(polygonTool, { enter: 'click', message: corners })),
    wand: toSlot(withKeyboardPointer(wandTool, { enter: 'click', message: act })),
    object: toSlot(withKeyboardPointer(objectTool, { enter: 'click', message: act })),
    bucket: toSlot(withKeyboardPointer(bucketTool, { enter: 'click', message: act })),
    eyedropper: toSlot(withKeyboardPointer(createEyedropperTool('eyedropper'), { enter: 'click', message: act })),
    pick: toSlot(createEyedropperTool('pick')),
  }
}

function createShapeTools() {
  return {
    rectangle: toSlot(createShapeTool('rectangle')),
    ellipse: toSlot(createShapeTool('ellipse')),
    gradient: toSlot(gradientTool),
    move: toSlot(moveTool),
    // Exchanged for the tool itself once that is loaded.
    markup: toSlot({ id: 'markup', idle: null, isBusy: () => false, step: stay }),
    frame: toSlot(createFrameTool('frame')),
    'frame-held': toSlot(createFrameTool('frame-held')),
    crop: toSlot(cropTool),
  }
}

function createViewTools() {
  return {
    hand: toSlot(createPanTool('hand')),
    pan: toSlot(createPanTool('pan')),
    zoom: toSlot(createZoomTool('zoom')),
    'zoom-drag': toSlot(createZoomTool('zoom-drag')),
    'rotate-view': toSlot(rotateViewTool),
    'resize-brush': toSlot(resizeTool),
  }
}
