import * as messages from '../../../shared/messages/en/cli-vision.ts'
import { defineCommand, type CommandContext } from '../program/command.ts'
import { vectorOfImage, rounded, type Embedding } from './vector-of-image.ts'
import { badInput } from '../read-options.ts'
import { successReport } from '../report.ts'
import type { ReportedEmbedding } from '../report-schema.ts'

export const embedCommand = defineCommand({
  name: 'embed',
  group: 'library',
  summary: messages.embed,
  details: messages.embedDetails,
  args: { '[images...]': messages.embedImages },
  options: {
    text: { value: 'text', isMany: true, help: messages.embedText },
    all: { help: messages.embedAll },
    model: { value: 'name', help: messages.model },
  },
  examples: ['embed photo.jpg --json', 'embed --text "foggy harbor at dusk"', 'embed --all'],
  async run({ text: texts = [], all: isAll = false, model: name }, images, context) {
    if (!isAll && texts.length === 0 && images.length === 0) throw badInput(messages.nothingToEmbed)
    const { signal } = context
    const services = await context.services()
    const embeddings = await services.embeddings()
    const model = await embeddings.model(name)
    const found: ReportedEmbedding[] = []
    const note = (id: string, vector: Float32Array) =>
      found.push({ of: id, model: model.id, dimension: vector.length, vector: Array.from(vector, rounded) })
    for (const text of texts) note(text, await embeddings.ofWords(model, text, signal))
    for (const image of images) note(image, await vectorOfImage(image, { embeddings, model, context }))
    const lines = found.map(({ vector }) => `[${vector.join(', ')}]`)
    if (!isAll) return { lines, report: successReport({ model: model.id, embeddings: found }) }
    const { indexed, notIndexed } = await import('../../../shared/messages/en/cli-counts.ts')
    const index = await indexLibrary({ embeddings, model, context })
    const { total } = await services.assets.vectors.counts(model.id)
    return {
      lines: [...lines, indexed({ count: index.embedded, total, model: model.name })],
      problems: index.failed === 0 ? [] : [notIndexed({ count: index.failed })],
      report: successReport({ model: model.id, embeddings: found, indexed: { ...index, total } }),
    }
  },
})

async function indexLibrary({
  embeddings,
  model,
  context,
}: Embedding & { readonly context: Pick<CommandContext, 'signal' | 'reportProgress'> }) {
  const { indexing } = await import('../../../shared/messages/en/cli-counts.ts')
  const { signal, reportProgress } = context
  let shownPercent = 0
  return embeddings.index(model, {
    signal,
    onProgress: (done, total) => {
      const percent = Math.floor((100 * done) / total)
      if (percent < shownPercent + 10) return
      shownPercent = percent
      reportProgress(indexing({ done, total }))
    },
  })
}
