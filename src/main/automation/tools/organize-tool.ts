import { z } from 'zod'
import { annotationsSchema, flagSchema, tagSchema } from '../../../shared/domain/annotations.ts'
import type { Asset } from '../../../shared/domain/asset.ts'
import { collectionSchema } from '../../../shared/domain/collection.ts'
import { colorLabels } from '../../../shared/domain/color-labels.ts'
import * as messages from '../../../shared/messages/en/organize.ts'
import { organizeImages } from '../library/organize-images.ts'
import { defineTool, exampleOf } from './tool.ts'
import { requireLibraryId } from './images/tool-images.ts'

const { rating, notes, tags } = annotationsSchema.shape
const tagListSchema = z.array(tagSchema).max(50).optional()
const collectionNameSchema = collectionSchema.shape.name.optional()

export const organizeImagesTool = defineTool({
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

function toOrganized({ id, name, annotations }: Asset) {
  return { id, name, ...annotations, tags: [...annotations.tags] }
}
