import { tagSchema, type Flag } from '../../../shared/domain/annotations.ts'
import { flags } from '../../../shared/domain/searched-values.ts'
import { collectionSchema } from '../../../shared/domain/collection.ts'
import { colorLabels } from '../../../shared/domain/color-labels.ts'
import * as messages from '../../../shared/messages/en/organize.ts'
import { defineCommand, oneOf } from '../program/command.ts'
import { organizeImages } from './organize-images.ts'
import { badInput, readNumberOption } from '../read-options.ts'
import { listedImage, successReport } from '../report.ts'
import { requireId } from './require-id.ts'

const labels = [...colorLabels, 'none'] as const

export const organizeCommand = defineCommand({
  name: 'organize',
  group: 'library',
  summary: messages.organize,
  details: messages.organizeDetails,
  args: { '<ids...>': messages.ids },
  options: {
    rating: { value: 'n', help: messages.rating },
    flag: { value: 'flag', ...oneOf(flags) },
    label: { value: 'color', ...oneOf(labels) },
    notes: { value: 'text', help: messages.notes },
    tag: { value: 'tag', isMany: true, help: messages.tag },
    untag: { value: 'tag', isMany: true, help: messages.untag },
    collection: { value: 'name', help: messages.collection },
    'remove-from': { value: 'name', help: messages.removeFrom },
  },
  examples: [
    'organize ID --rating 4 --tag heron --tag "client work"',
    'organize ID ID --flag pick --collection "Best of May"',
  ],
  async run(values, words, context) {
    const ids = [...new Set(words.map(requireId))]
    const { notes, flag, label, tag, untag, collection, 'remove-from': takeFrom } = values
    const rating = readNumberOption(values.rating, { name: '--rating', min: 0, max: 5, isWhole: true }) ?? undefined
    const change = {
      rating,
      notes,
      flag: flag as Flag | undefined,
      label: label === 'none' ? null : colorLabels.find((each) => each === label),
      addTags: tag?.map(readTag),
      removeTags: untag?.map(readTag),
      addTo: collection === undefined ? undefined : readName(collection),
      takeFrom,
    }
    const { assets } = await context.services()
    const images = await organizeImages(ids, change, assets)
    return {
      lines: images.map(({ id, name, annotations: { rating: stars, flag: flagged, tags } }) =>
        [id, name, '★'.repeat(stars), flagged === 'none' ? '' : flagged, tags.join(', ')].filter(Boolean).join('  '),
      ),
      report: successReport({ images: images.map((asset) => listedImage(asset, context.paths.library)) }),
    }
  },
})

function readName(text: string): string {
  const name = collectionSchema.shape.name.safeParse(text)
  if (name.success) return name.data
  throw badInput(messages.notAName)
}

function readTag(text: string): string {
  const tag = tagSchema.safeParse(text)
  if (tag.success) return tag.data
  throw badInput(messages.notATag({ tag: text.slice(0, 100) }))
}
