export type { CanvasInput } from './ui/canvas-input.ts'
export { CanvasStage, type CanvasStageProps } from './ui/canvas-stage.tsx'
export { IncomingImage } from './ui/incoming-image.tsx'
export { MaskThumbnail } from './ui/mask-thumbnail.tsx'
export { CanvasPanels } from './ui/panels/canvas-panels.tsx'
export { CanvasDialogs, loadCanvasDialogs } from './ui/panels/canvas-dialogs.tsx'
export { ToolBar } from './ui/panels/tool-bar.tsx'
export type { Save } from '../../editor/session/autosave.ts'
export type { CanvasFileActions } from '../../editor/session/canvas-file-actions.ts'
export {
  createCanvasSession,
  type CanvasSession,
  type CanvasSessionOptions,
} from '../../editor/session/canvas-session.ts'
export { createCanvasCommands } from '../../editor/session/create-canvas-commands.ts'
export type { CanvasState, CanvasStore } from '../../editor/session/create-canvas-store.ts'
export { createDocumentPixels } from '../../editor/view/document-pixels.ts'
export type { PlacedImage } from '../../editor/view/pictures/picture-stack.ts'
export type { Brush } from '../../editor/tools/tool.ts'
