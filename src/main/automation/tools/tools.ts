import { removeBackgroundTool } from './background-tool.ts'
import { ledgerTool, listModelsTool, listProvidersTool } from './catalog-tools.ts'
import { editImageTool, generateImageTool, imageVariationsTool, upscaleImageTool } from './generation-tools.ts'
import { compareImagesTool } from './compare-tool.ts'
import { describeImageTool } from './describe-tool.ts'
import { makeGridTool } from './grid-tool.ts'
import { exportImageTool, getImageTool, searchLibraryTool } from './library-tools.ts'
import { expandImageTool, fillImageTool } from './local-edit-tools.ts'
import { organizeImagesTool } from './organize-tool.ts'
import { runPlanTool } from './plan-tool.ts'
import { clipEmbeddingsTool, promptCompilerTool } from './prompt-tools.ts'
import { listReferencesTool } from './reference-tools.ts'
import { selectObjectTool } from './select-tool.ts'
import type { ToolDefinition } from './tool.ts'

/** In the order of the documentation. */
export const tools: readonly ToolDefinition[] = [
  generateImageTool,
  editImageTool,
  imageVariationsTool,
  makeGridTool,
  runPlanTool,
  fillImageTool,
  expandImageTool,
  upscaleImageTool,
  removeBackgroundTool,
  selectObjectTool,
  promptCompilerTool,
  describeImageTool,
  clipEmbeddingsTool,
  searchLibraryTool,
  listReferencesTool,
  getImageTool,
  organizeImagesTool,
  compareImagesTool,
  exportImageTool,
  listProvidersTool,
  listModelsTool,
  ledgerTool,
]
