import { removeBackgroundTool } from './background-tool.ts'
import { ledgerTool, listModelsTool, listProvidersTool } from './catalog-tools.ts'
import { editImageTool, generateImageTool, imageVariationsTool, upscaleImageTool } from './generation-tools.ts'
import { compareImagesTool } from './compare-tool.ts'
import { describeImageTool } from './describe-tool.ts'
import { makeGridTool } from './grid-tool.ts'
import { exportImageTool, getImageTool, searchLibraryTool } from './library-tools.ts'
import { expandImageTool, fillImageTool } from './local-edit-tools.ts'
import { z } from 'zod'
import { annotationsSchema, flagSchema, tagSchema } from '../../../shared/domain/annotations.ts'
import type { Asset } from '../../../shared/domain/asset.ts'
import { collectionSchema } from '../../../shared/domain/collection.ts'
import { colorLabels } from '../../../shared/domain/color-labels.ts'
import * as messages from '../../../shared/messages/en/organize.ts'
import { organizeImages } from '../organize-images.ts'
import { defineTool, exampleOf, type ToolDefinition } from './tool.ts'
import { requireLibraryId } from './tool-images.ts'
import { runPlanTool } from './plan-tool.ts'
import { clipEmbeddingsTool, promptCompilerTool } from './prompt-tools.ts'
import { listReferencesTool } from './reference-tools.ts'
import { selectObjectTool } from './select-tool.ts'

const { rating, notes, tags } = annotationsSchema.shape
const tagListSchema = z.array(tagSchema).max(50).optional()
const collectionNameSchema = collectionSchema.shape.name.optional()
const organizeImagesTool = defineTool({
  name: 'organize_images',
  title: messages.toolTitle,
  description: messages.toolDescription({
    example: exampleOf({ ids: ['01JD0000000000000000000000'], rating: 4, add_tags: ['heron'], add_to: 'Best of May' }),
  }),
  input: z.strictObject({
    ids: z.array(z.string().max(100)).min(1).max(500).describe(messages.idsField),
    rating: rating.optional().describe(messages.ratingField),
    flag: flagSchema.optional().describe(messages.flagField),
    label: z
      .enum([...colorLabels, 'none'])
      .optional()
      .describe(messages.labelField),
    notes: notes.optional().describe(messages.notesField),
    add_tags: tagListSchema.describe(messages.addTagsField),
    remove_tags: tagListSchema.describe(messages.removeTagsField),
    add_to: collectionNameSchema.describe(messages.addToField),
    take_from: collectionNameSchema.describe(messages.takeFromField),
  }),
  output: z.object({
    images: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        rating,
        flag: flagSchema,
        label: z.string().nullable(),
        notes,
        tags,
      }),
    ),
  }),
  isReadOnly: false,
  async run(
    { ids, label, add_tags: addTags, remove_tags: removeTags, add_to: addTo, take_from: takeFrom, ...rest },
    context,
  ) {
    const change = { ...rest, label: label === 'none' ? null : label, addTags, removeTags, addTo, takeFrom }
    const images = await organizeImages(ids.map(requireLibraryId), change, context.services.assets)
    return { images: images.map(toOrganized) }
  },
})

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

function toOrganized({ id, name, annotations }: Asset) {
  return { id, name, ...annotations, tags: [...annotations.tags] }
}
