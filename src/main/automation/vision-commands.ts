import { resolve } from 'node:path'
import { assetIdSchema, type AssetId } from '../../shared/domain/ids.ts'
import { unpackIds } from '../../shared/domain/packed-ids.ts'
import * as library from '../../shared/messages/en/cli-library.ts'
import * as messages from '../../shared/messages/en/cli-vision.ts'
import type { LibraryImages } from '../read-library.ts'
import type { Embeddings } from '../vision/embeddings.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from './command.ts'
import { badInput, readNumberOption } from './read-options.ts'
import { listedImage, successReport } from './report.ts'
import type { ReportedEmbedding } from './report-schema.ts'

const modelOption = { model: { value: 'name', help: messages.model } } as const
/** Six digits hold what 32-bit floats hold of a unit vector. */
const digits = 6

export const embedCommand = defineCommand({
  name: 'embed',
  group: 'library',
  summary: messages.embed,
  details: messages.embedDetails,
  args: { '[images...]': messages.embedImages },
  options: {
    text: { value: 'text', isMany: true, help: messages.embedText },
    all: { help: messages.embedAll },
    ...modelOption,
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
    for (const image of images) note(image, await embedImage(image, { embeddings, model, context }))
    const lines = found.map(({ vector }) => `[${vector.join(', ')}]`)
    if (!isAll) return { lines, report: successReport({ model: model.id, embeddings: found }) }
    const { indexed, notIndexed } = await import('../../shared/messages/en/cli-counts.ts')
    const index = await indexLibrary({ embeddings, model, context })
    const { total } = await services.assets.vectors.counts(model.id)
    return {
      lines: [...lines, indexed({ count: index.embedded, total, model: model.name })],
      problems: index.failed === 0 ? [] : [notIndexed({ count: index.failed })],
      report: successReport({ model: model.id, embeddings: found, indexed: { ...index, total } }),
    }
  },
})

interface Embedding {
  readonly embeddings: Embeddings
  readonly model: Awaited<ReturnType<Embeddings['model']>>
  readonly context: CommandContext
}

/** An ID of the library, or else a path. */
function embedImage(image: string, { embeddings, model, context }: Embedding): Promise<Float32Array> {
  const id = assetIdSchema.safeParse(image)
  const { signal, workingFolder } = context
  if (id.success) return embeddings.ofImage(model, id.data, signal)
  return embeddings.ofFile(model, resolve(workingFolder, image), signal)
}

async function indexLibrary({ embeddings, model, context }: Embedding) {
  const { indexing } = await import('../../shared/messages/en/cli-counts.ts')
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

const limitMax = 1_000_000
const nearestByDefault = 20
const batchSize = 500

export const searchCommand = defineCommand({
  name: 'search',
  group: 'library',
  isEarly: true,
  summary: library.search,
  details: library.searchDetails,
  args: { '[query...]': library.searchQuery },
  options: {
    looks: { value: 'words', help: messages.searchLooks, conflictsWith: 'like' },
    like: { value: 'image', help: messages.searchLike },
    limit: { value: 'n', help: library.searchLimit },
    ...modelOption,
  },
  examples: [
    "search 'heron provider:openai rating:>3 -fog' --limit 20",
    'search tag:print --json',
    'search --looks "foggy harbor at dusk" rating:>2',
    'search --like photo.jpg',
  ],
  async run({ limit, looks, like, model }, args, context) {
    const query = args.join(' ').trim()
    const isByMeaning = looks !== undefined || like !== undefined
    if (query === '' && !isByMeaning) throw badInput(library.searchEmpty)
    if (query.length > 2_000) throw badInput(library.searchTooLong)
    const max = readNumberOption(limit, { name: '--limit', min: 1, max: limitMax, isWhole: true })
    if (!isByMeaning) return searchByWords(query, max ?? limitMax, context)
    return searchByMeaning({ query, looks, like, model, limit: max ?? nearestByDefault }, context)
  },
})

async function searchByWords(query: string, limit: number, context: CommandContext): Promise<CommandOutcome> {
  const images = await context.libraryImages()
  const scope = { section: 'library', collectionId: null, query } as const
  const found = await images.search.find(scope, { sort: 'relevance', isStacked: false, withShapes: false })
  const listed = await loadAll(images, unpackIds(found.order).slice(0, limit))
  const problems = found.problems.map(({ message }) => message)
  return {
    lines: listed.map(({ id, name }) => `${id}  ${name}`),
    problems,
    report: successReport({
      images: listed.map((asset) => listedImage(asset, context.paths.library)),
      warnings: problems.map((message) => ({ code: 'query', message })),
    }),
  }
}

interface MeaningSearch {
  /** Further conditions, in the language of the search field. */
  readonly query: string
  readonly looks: string | undefined
  readonly like: string | undefined
  readonly model: string | undefined
  readonly limit: number
}

async function searchByMeaning(search: MeaningSearch, context: CommandContext): Promise<CommandOutcome> {
  const { signal } = context
  const { assets, ...services } = await context.services()
  const embeddings = await services.embeddings()
  const covering = search.model === undefined ? await embeddings.searchModel() : null
  const model = covering ?? (await embeddings.model(search.model))
  const vector =
    search.looks === undefined
      ? await embedImage(search.like ?? '', { embeddings, model, context })
      : await embeddings.ofWords(model, search.looks, signal)
  const scope = { section: 'library', collectionId: null, query: search.query } as const
  const matches = await assets.vectors.nearest({ model: model.id, vector }, scope, search.limit)
  const listed = await loadAll(
    assets,
    matches.map(({ id }) => id),
  )
  const likenessOf = new Map(matches.map(({ id, likeness }) => [id, rounded(likeness)]))
  const { embedded, total } = await assets.vectors.counts(model.id)
  const { indexIncomplete } = await import('../../shared/messages/en/cli-counts.ts')
  const problems = embedded < total ? [indexIncomplete({ count: total - embedded, model: model.name })] : []
  return {
    lines: listed.map(({ id, name }) => `${likenessOf.get(id)!.toFixed(3)}  ${id}  ${name}`),
    problems,
    report: successReport({
      model: model.id,
      images: listed.map((asset) => ({
        ...listedImage(asset, context.paths.library),
        likeness: likenessOf.get(asset.id)!,
      })),
      warnings: problems.map((message) => ({ code: 'index', message })),
    }),
  }
}

async function loadAll({ records }: Pick<LibraryImages, 'records'>, ids: readonly AssetId[]) {
  const listed = []
  for (let from = 0; from < ids.length; from += batchSize) {
    listed.push(...(await records.load(ids.slice(from, from + batchSize))))
  }
  return listed
}

function rounded(value: number): number {
  return Number(value.toFixed(digits))
}
